import { Module } from '@nestjs/common';
import { BoutsRepository } from './bouts.repository.ts';

@Module({ providers: [BoutsRepository], exports: [BoutsRepository] })
export class BoutsModule {}
