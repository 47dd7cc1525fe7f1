import { Module } from '@nestjs/common';
import { StudiesController } from './studies.controller.ts';
import { StudiesRepository } from './studies.repository.ts';
import { StudiesService } from './studies.service.ts';
import { StudyStreamsController } from './study-streams.controller.ts';
import { StudyStreamsRepository } from './study-streams.repository.ts';
import { StudyStreamsService } from './study-streams.service.ts';

@Module({
  controllers: [StudiesController, StudyStreamsController],
  providers: [StudiesService, StudiesRepository, StudyStreamsService, StudyStreamsRepository],
  exports: [StudiesRepository],
})
export class StudiesModule {}
