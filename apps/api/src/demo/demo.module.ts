import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.ts';
import { DaysModule } from '../days/days.module.ts';
import { IngestModule } from '../ingest/ingest.module.ts';
import { DemoController } from './demo.controller.ts';
import { DemoService } from './demo.service.ts';
import { FilledToday } from './filled-today.ts';

@Module({
  imports: [AccountsModule, DaysModule, IngestModule],
  controllers: [DemoController],
  providers: [DemoService, FilledToday],
})
export class DemoModule {}
