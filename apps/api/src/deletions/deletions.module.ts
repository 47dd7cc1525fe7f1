import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveModule } from '../live/live.module.ts';
import { DeletionsController } from './deletions.controller.ts';
import { DeletionsRepository } from './deletions.repository.ts';
import { DeletionsService } from './deletions.service.ts';

@Module({
  imports: [IngestModule, LiveModule],
  controllers: [DeletionsController],
  providers: [DeletionsService, DeletionsRepository],
})
export class DeletionsModule {}
