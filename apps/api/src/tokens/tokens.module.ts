import { Module } from '@nestjs/common';
import { TokensController } from './tokens.controller.ts';
import { TokensRepository } from './tokens.repository.ts';
import { TokensService } from './tokens.service.ts';

@Module({ controllers: [TokensController], providers: [TokensService, TokensRepository] })
export class TokensModule {}
