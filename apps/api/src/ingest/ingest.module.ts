import { Module } from '@nestjs/common';
import { Flusher } from './flusher.ts';
import { GatewayDirectory } from './gateway-directory.ts';
import { IngestGateway } from './ingest.gateway.ts';
import { IngestRepository } from './ingest.repository.ts';
import { IngestService } from './ingest.service.ts';
import { SessionRegistry } from './session-registry.ts';

@Module({
  providers: [IngestGateway, IngestService, IngestRepository, SessionRegistry, Flusher, GatewayDirectory],
  exports: [GatewayDirectory, IngestService, IngestRepository, SessionRegistry, Flusher],
})
export class IngestModule {}
