import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.ts';
import { DevicesController } from './devices.controller.ts';
import { DevicesRepository } from './devices.repository.ts';
import { DevicesService } from './devices.service.ts';

@Module({
  imports: [IngestModule],
  controllers: [DevicesController],
  providers: [DevicesService, DevicesRepository],
})
export class DevicesModule {}
