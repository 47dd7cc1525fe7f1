import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Me,
  meSchema,
  type PasswordChange,
  passwordChangeSchema,
  type Recovery,
  recoverySchema,
  type Setup,
  type SignIn,
  setupSchema,
  signInSchema,
} from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { meOf, SessionsService } from './sessions.service.ts';

/** What the controller uses of Fastify's reply. */
interface Reply {
  header(name: string, value: string): unknown;
}

@Controller('v1')
export class SessionsController {
  readonly #sessions: SessionsService;

  constructor(sessions: SessionsService) {
    this.#sessions = sessions;
  }

  /** Opens the first account, with the code in the server's log, and signs in. */
  @Post('setup')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async setUp(
    @Body({ schema: setupSchema }) setup: Setup,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<void> {
    reply.header('set-cookie', await this.#sessions.setUp(setup));
  }

  /** Signs in: the cookie keeps it. */
  @Post('session')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async signIn(
    @Body({ schema: signInSchema }) given: SignIn,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<void> {
    reply.header('set-cookie', await this.#sessions.signIn(given));
  }

  /** Who is asking. */
  @Get('session')
  @ApiOkResponse({ standardSchema: meSchema })
  me(@Who() who: Identity): Me {
    return meOf(who);
  }

  @Delete('session')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async signOut(@Who() who: Identity, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    reply.header('set-cookie', await this.#sessions.signOut(who));
  }

  /** Ends every other session of the account, and on request the tokens of its programs. */
  @Put('account/password')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  changePassword(
    @Who() who: Identity,
    @Body({ schema: passwordChangeSchema }) change: PasswordChange,
  ): Promise<void> {
    return this.#sessions.changePassword(who, change);
  }

  /** A new password for a recovery code; signs in, and ends every other session of the account. */
  @Post('account/recovery')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async recover(
    @Body({ schema: recoverySchema }) recovery: Recovery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<void> {
    reply.header('set-cookie', await this.#sessions.recover(recovery));
  }
}
