import { Module } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.ts';
import { PeopleController } from './people.controller.ts';
import { PeopleService } from './people.service.ts';
import { SessionsController } from './sessions.controller.ts';
import { SessionsService } from './sessions.service.ts';

@Module({
  controllers: [SessionsController, PeopleController],
  providers: [SessionsService, PeopleService, AccountsRepository],
  exports: [SessionsService],
})
export class AccountsModule {}
