import { Module } from '@nestjs/common';
import { SummariesModule } from './summaries/summaries.module.ts';

/** What is told of a wearer: summaries and what is read from them. */
@Module({ imports: [SummariesModule] })
export class WearerDataModule {}
