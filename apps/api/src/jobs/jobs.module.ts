import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { RecomputeModule } from '../recompute/recompute.module.ts';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { JobsController } from './jobs.controller.ts';
import { JobsRepository } from './jobs.repository.ts';
import { JobsService } from './jobs.service.ts';
import { ReanalysisService } from './reanalysis.service.ts';
import { TrialRepository } from './trial.repository.ts';

@Module({
  imports: [IngestModule, RecomputeModule, SummariesModule],
  controllers: [JobsController],
  providers: [JobsService, JobsRepository, ReanalysisService, TrialRepository],
})
export class JobsModule {}
