import { Module } from '@nestjs/common';
import { BoutsModule } from './bouts/bouts.module.ts';
import { DaysModule } from './days/days.module.ts';
import { LoadModule } from './load/load.module.ts';
import { RotationModule } from './rotation/rotation.module.ts';
import { SummariesModule } from './summaries/summaries.module.ts';
import { TrendsModule } from './trends/trends.module.ts';
import { WeeksModule } from './weeks/weeks.module.ts';

/** What is told of a wearer: summaries and what is read from them. */
@Module({
  imports: [SummariesModule, DaysModule, WeeksModule, TrendsModule, BoutsModule, RotationModule, LoadModule],
})
export class WearerDataModule {}
