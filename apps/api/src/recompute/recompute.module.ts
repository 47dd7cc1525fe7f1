import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { RecomputeRepository } from './recompute.repository.ts';
import { RecomputeService } from './recompute.service.ts';

@Module({
  imports: [IngestModule],
  providers: [RecomputeService, RecomputeRepository],
  exports: [RecomputeRepository, RecomputeService],
})
export class RecomputeModule {}
