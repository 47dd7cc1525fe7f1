import { Module } from '@nestjs/common';
import { BoutsModule } from '../bouts/bouts.module.ts';
import { TodayController } from './today.controller.ts';
import { TodayRepository } from './today.repository.ts';
import { TodayService } from './today.service.ts';

@Module({
  imports: [BoutsModule],
  controllers: [TodayController],
  providers: [TodayService, TodayRepository],
})
export class TodayModule {}
