import { Module } from '@nestjs/common';
import { StudiesModule } from '../studies/studies.module.ts';
import { DictionaryController } from './dictionary.controller.ts';
import { ExportJobsRepository } from './export-jobs.repository.ts';
import { ExportRunner } from './export-runner.ts';
import { ExportSources } from './export-sources.ts';
import { ExportsController } from './exports.controller.ts';
import { ExportsRepository } from './exports.repository.ts';
import { ExportsService } from './exports.service.ts';
import { StudyExportsController } from './study-exports.controller.ts';

@Module({
  imports: [StudiesModule],
  controllers: [ExportsController, StudyExportsController, DictionaryController],
  providers: [ExportsService, ExportRunner, ExportSources, ExportsRepository, ExportJobsRepository],
  exports: [ExportRunner],
})
export class ExportsModule {}
