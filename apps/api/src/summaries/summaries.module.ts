import { Module } from '@nestjs/common';
import { DayRowsRepository } from './day-rows.repository.ts';
import { DaySummariser } from './day-summariser.ts';
import { SummariesRepository } from './summaries.repository.ts';
import { SummariesService } from './summaries.service.ts';

@Module({
  providers: [SummariesService, SummariesRepository, DaySummariser, DayRowsRepository],
  exports: [SummariesService, DaySummariser, DayRowsRepository],
})
export class SummariesModule {}
