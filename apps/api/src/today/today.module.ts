import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { NudgesModule } from '../nudges/nudges.module.ts';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { TodayController } from './today.controller.ts';
import { TodayRepository } from './today.repository.ts';
import { TodayService } from './today.service.ts';

@Module({
  imports: [DaysModule, SummariesModule, NudgesModule],
  controllers: [TodayController],
  providers: [TodayService, TodayRepository],
})
export class TodayModule {}
