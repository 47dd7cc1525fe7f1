import { Module } from '@nestjs/common';
import { StudiesController } from './studies.controller.ts';
import { StudiesRepository } from './studies.repository.ts';
import { StudiesService } from './studies.service.ts';

@Module({
  controllers: [StudiesController],
  providers: [StudiesService, StudiesRepository],
  exports: [StudiesRepository],
})
export class StudiesModule {}
