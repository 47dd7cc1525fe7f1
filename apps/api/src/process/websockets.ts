import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Origins } from './origin.ts';

/** Websockets for our own pages and for programs; pages of other addresses do not get past the handshake. */
export class OwnOriginWebSockets extends WsAdapter {
  readonly #origins: Origins;

  constructor(app: INestApplicationContext) {
    super(app);
    this.#origins = app.get(Origins);
  }

  override create(port: number, options: Record<string, unknown>): ReturnType<WsAdapter['create']> {
    const verifyClient = ({ req }: { req: IncomingMessage }): boolean =>
      this.#origins.isOwnOrigin(req.headers);
    return super.create(port, { ...options, verifyClient });
  }

  /** Each of our sockets reads for itself; the adapter would take every message for JSON first, samples too. */
  override bindMessageHandlers(): void {}
}
