import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { ImportRunner } from './import-runner.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsRepository } from './imports.repository.ts';
import { ImportsService } from './imports.service.ts';
import { UploadBody } from './upload-body.ts';
import { Uploads } from './uploads.ts';

@Module({
  imports: [IngestModule],
  controllers: [ImportsController],
  providers: [ImportsService, ImportRunner, ImportsRepository, Uploads, UploadBody],
  exports: [ImportsService],
})
export class ImportsModule {}
