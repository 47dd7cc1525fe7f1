import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveModule } from '../live/live.module.ts';
import { IngestLag } from './ingest-lag.ts';
import { StatusController } from './status.controller.ts';
import { StatusService } from './status.service.ts';
import { SystemController } from './system.controller.ts';
import { SystemRepository } from './system.repository.ts';
import { SystemService } from './system.service.ts';

@Module({
  imports: [IngestModule, LiveModule],
  controllers: [StatusController, SystemController],
  providers: [StatusService, SystemService, SystemRepository, IngestLag],
})
export class StatusModule {}
