import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { StreamsController } from './streams.controller.ts';
import { StreamsRepository } from './streams.repository.ts';
import { StreamsService } from './streams.service.ts';

@Module({
  imports: [IngestModule],
  controllers: [StreamsController],
  providers: [StreamsService, StreamsRepository],
})
export class StreamsModule {}
