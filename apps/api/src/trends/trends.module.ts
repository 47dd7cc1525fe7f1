import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { TrendsController } from './trends.controller.ts';
import { TrendsRepository } from './trends.repository.ts';
import { TrendsService } from './trends.service.ts';

@Module({
  imports: [DaysModule],
  controllers: [TrendsController],
  providers: [TrendsService, TrendsRepository],
})
export class TrendsModule {}
