import { Module } from '@nestjs/common';
import { BoutsModule } from './bouts/bouts.module.ts';
import { DaysModule } from './days/days.module.ts';
import { DevicesModule } from './devices/devices.module.ts';
import { DiscomfortModule } from './discomfort/discomfort.module.ts';
import { LabelsModule } from './labels/labels.module.ts';
import { LoadModule } from './load/load.module.ts';
import { NotesModule } from './notes/notes.module.ts';
import { NudgesModule } from './nudges/nudges.module.ts';
import { OverviewModule } from './overview/overview.module.ts';
import { PlanModule } from './plan/plan.module.ts';
import { RotationModule } from './rotation/rotation.module.ts';
import { SamplesModule } from './samples/samples.module.ts';
import { SummariesModule } from './summaries/summaries.module.ts';
import { TrendsModule } from './trends/trends.module.ts';
import { WeeksModule } from './weeks/weeks.module.ts';

/** What is told of a wearer: summaries and what is read from them. */
@Module({
  imports: [
    SummariesModule,
    DaysModule,
    WeeksModule,
    TrendsModule,
    BoutsModule,
    RotationModule,
    LoadModule,
    LabelsModule,
    NotesModule,
    DiscomfortModule,
    NudgesModule,
    PlanModule,
    DevicesModule,
    OverviewModule,
    SamplesModule,
  ],
})
export class WearerDataModule {}
