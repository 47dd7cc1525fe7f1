import { Module } from '@nestjs/common';
import { DaysModule } from '../days/days.module.ts';
import { DiscomfortController } from './discomfort.controller.ts';
import { DiscomfortRepository } from './discomfort.repository.ts';
import { DiscomfortService } from './discomfort.service.ts';

@Module({
  imports: [DaysModule],
  controllers: [DiscomfortController],
  providers: [DiscomfortService, DiscomfortRepository],
})
export class DiscomfortModule {}
