import { Module } from '@nestjs/common';
import { BoutsController } from './bouts.controller.ts';
import { BoutsRepository } from './bouts.repository.ts';
import { BoutsService } from './bouts.service.ts';

@Module({
  controllers: [BoutsController],
  providers: [BoutsService, BoutsRepository],
  exports: [BoutsRepository],
})
export class BoutsModule {}
