import { Module } from '@nestjs/common';
import { RecordController } from './record.controller.ts';
import { RecordRepository } from './record.repository.ts';
import { RecordService } from './record.service.ts';

@Module({ controllers: [RecordController], providers: [RecordService, RecordRepository] })
export class RecordModule {}
