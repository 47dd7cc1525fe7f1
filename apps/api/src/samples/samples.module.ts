import { Module } from '@nestjs/common';
import { SamplesController } from './samples.controller.ts';
import { SamplesRepository } from './samples.repository.ts';
import { SamplesService } from './samples.service.ts';

@Module({ controllers: [SamplesController], providers: [SamplesService, SamplesRepository] })
export class SamplesModule {}
