import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { LiveModule } from '../live/live.module.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsService } from './metrics.service.ts';

@Module({
  imports: [IngestModule, LiveModule],
  controllers: [MetricsController],
  providers: [MetricsService],
})
export class MetricsModule {}
