import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Origins } from '../process/origin.ts';
import { AccessGuard } from './access.guard.ts';
import { AccessRepository } from './access.repository.ts';
import { AccessService } from './access.service.ts';
import { AccessChanges } from './access-changes.ts';

@Global()
@Module({
  providers: [
    AccessService,
    AccessRepository,
    AccessChanges,
    Origins,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessService, AccessRepository, AccessChanges, Origins],
})
export class AccessModule {}
