import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.ts';
import { DemoController } from './demo.controller.ts';
import { DemoService } from './demo.service.ts';

@Module({ imports: [AccountsModule], controllers: [DemoController], providers: [DemoService] })
export class DemoModule {}
