import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { BendsService } from './bends.service.ts';
import { CalibrationsService } from './calibrations.service.ts';
import { MountingController } from './mounting.controller.ts';
import { MountingRepository } from './mounting.repository.ts';

/** How sensors are worn: guided bends, and the history of what was known. */
@Module({
  imports: [IngestModule],
  controllers: [MountingController],
  providers: [BendsService, CalibrationsService, MountingRepository],
})
export class MountingModule {}
