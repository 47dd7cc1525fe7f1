import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { NudgesController } from './nudges.controller.ts';
import { NudgesRepository } from './nudges.repository.ts';
import { NudgesService } from './nudges.service.ts';

@Module({
  imports: [DaysModule, SummariesModule],
  controllers: [NudgesController],
  providers: [NudgesService, NudgesRepository],
  exports: [NudgesRepository],
})
export class NudgesModule {}
