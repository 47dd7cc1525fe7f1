import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { WeeksController } from './weeks.controller.ts';
import { WeeksService } from './weeks.service.ts';

@Module({ imports: [DaysModule], controllers: [WeeksController], providers: [WeeksService] })
export class WeeksModule {}
