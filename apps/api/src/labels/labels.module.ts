import { Module } from '@nestjs/common';
import { LabelsController } from './labels.controller.ts';
import { LabelsRepository } from './labels.repository.ts';
import { LabelsService } from './labels.service.ts';

@Module({ controllers: [LabelsController], providers: [LabelsService, LabelsRepository] })
export class LabelsModule {}
