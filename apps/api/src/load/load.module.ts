import { Module } from '@nestjs/common';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { LoadController } from './load.controller.ts';
import { LoadService } from './load.service.ts';

@Module({ imports: [SummariesModule], controllers: [LoadController], providers: [LoadService] })
export class LoadModule {}
