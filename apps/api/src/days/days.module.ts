import { Module } from '@nestjs/common';
import { DaysController } from './days.controller.ts';
import { DaysRepository } from './days.repository.ts';
import { DaysService } from './days.service.ts';
import { WearerCalendar } from './wearer-calendar.ts';

@Module({
  controllers: [DaysController],
  providers: [DaysService, DaysRepository, WearerCalendar],
  exports: [DaysRepository, WearerCalendar],
})
export class DaysModule {}
