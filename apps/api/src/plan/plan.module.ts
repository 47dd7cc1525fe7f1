import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { PlanController } from './plan.controller.ts';
import { PlanRepository } from './plan.repository.ts';
import { PlanService } from './plan.service.ts';

@Module({ imports: [DaysModule], controllers: [PlanController], providers: [PlanService, PlanRepository] })
export class PlanModule {}
