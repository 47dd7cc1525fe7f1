import { Module } from '@nestjs/common';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { RotationController } from './rotation.controller.ts';
import { RotationService } from './rotation.service.ts';

@Module({ imports: [SummariesModule], controllers: [RotationController], providers: [RotationService] })
export class RotationModule {}
