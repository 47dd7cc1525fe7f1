import { Module } from '@nestjs/common';
import { NudgesRepository } from './nudges.repository.ts';

@Module({ providers: [NudgesRepository], exports: [NudgesRepository] })
export class NudgesModule {}
