import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveModule } from '../live/live.module.ts';
import { StatusController } from './status.controller.ts';
import { StatusService } from './status.service.ts';

@Module({ imports: [IngestModule, LiveModule], controllers: [StatusController], providers: [StatusService] })
export class StatusModule {}
