import { Module } from '@nestjs/common';
import { ExportsController } from './exports.controller.ts';
import { ExportsRepository } from './exports.repository.ts';
import { ExportsService } from './exports.service.ts';

@Module({ controllers: [ExportsController], providers: [ExportsService, ExportsRepository] })
export class ExportsModule {}
