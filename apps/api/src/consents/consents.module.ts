import { Module } from '@nestjs/common';
import { ConsentsController } from './consents.controller.ts';
import { ConsentsRepository } from './consents.repository.ts';
import { ConsentsService } from './consents.service.ts';

@Module({ controllers: [ConsentsController], providers: [ConsentsService, ConsentsRepository] })
export class ConsentsModule {}
