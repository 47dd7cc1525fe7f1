import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { AlertsController } from './alerts.controller.ts';
import { AlertsRepository } from './alerts.repository.ts';
import { AlertsService } from './alerts.service.ts';
import { NudgesController } from './nudges.controller.ts';
import { NudgesRepository } from './nudges.repository.ts';
import { NudgesService } from './nudges.service.ts';

@Module({
  imports: [DaysModule, SummariesModule],
  controllers: [AlertsController, NudgesController],
  providers: [AlertsService, AlertsRepository, NudgesService, NudgesRepository],
  exports: [NudgesRepository],
})
export class NudgesModule {}
