import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.ts';
import { ExportsModule } from '../exports/exports.module.ts';
import { ImportsModule } from '../imports/imports.module.ts';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveModule } from '../live/live.module.ts';
import { DeletionsController } from './deletions.controller.ts';
import { DeletionsRepository } from './deletions.repository.ts';
import { DeletionsService } from './deletions.service.ts';

@Module({
  imports: [AccountsModule, ExportsModule, ImportsModule, IngestModule, LiveModule],
  controllers: [DeletionsController],
  providers: [DeletionsService, DeletionsRepository],
})
export class DeletionsModule {}
