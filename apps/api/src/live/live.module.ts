import { Module } from '@nestjs/common';
import { BoutsModule } from '../bouts/bouts.module.ts';
import { DaysModule } from '../days/days.module.ts';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveGateway } from './live.gateway.ts';
import { LiveService } from './live.service.ts';
import { LiveRooms } from './live-rooms.ts';

@Module({
  imports: [IngestModule, BoutsModule, DaysModule],
  providers: [LiveGateway, LiveService, LiveRooms],
  exports: [LiveService, LiveRooms],
})
export class LiveModule {}
