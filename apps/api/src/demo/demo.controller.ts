import { Body, Controller, Get, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { type Demo, type DemoSession, demoSchema, demoSessionSchema } from '@plumbline/contract';
import { DemoService } from './demo.service.ts';

const US_PER_MS = 1000;

/** What the controller uses of Fastify's reply. */
interface Reply {
  header(name: string, value: string): unknown;
}

@Controller('v1/demo')
export class DemoController {
  readonly #demo: DemoService;

  constructor(demo: DemoService) {
    this.#demo = demo;
  }

  /** Whether everybody here is made up, and who they are. */
  @Get()
  @ApiOkResponse({ standardSchema: demoSchema })
  tell(): Promise<Demo> {
    return this.#demo.tell(Date.now() * US_PER_MS);
  }

  /** Goes on as somebody made up, without a password; there are none of these people where there are real ones. */
  @Post('session')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  async goOnAs(
    @Body({ schema: demoSessionSchema }) { person }: DemoSession,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<void> {
    reply.header('set-cookie', await this.#demo.goOnAs(person));
  }
}
