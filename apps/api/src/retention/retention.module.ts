import { Module } from '@nestjs/common';
import { RetentionController } from './retention.controller.ts';
import { RetentionRepository } from './retention.repository.ts';
import { RetentionService } from './retention.service.ts';

@Module({ controllers: [RetentionController], providers: [RetentionService, RetentionRepository] })
export class RetentionModule {}
