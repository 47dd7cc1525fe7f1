import type { IncomingMessage } from 'node:http';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { isOwnOrigin } from '../process/origin.ts';
import { LiveService } from './live.service.ts';
import { LiveClient } from './live-client.ts';

/** Clients only ever send a subscribe message. */
const MAX_MESSAGE_BYTES = 4096;
const MAX_CLIENTS = 500;

/** `/v1/live`: the wearer's live picture for dashboards. */
@WebSocketGateway({
  path: '/v1/live',
  maxPayload: MAX_MESSAGE_BYTES,
  verifyClient: ({ req }: { req: IncomingMessage }) => isOwnOrigin(req),
})
export class LiveGateway implements OnGatewayConnection<WebSocket> {
  readonly #live: LiveService;

  constructor(live: LiveService) {
    this.#live = live;
  }

  handleConnection(socket: WebSocket): void {
    const client = new LiveClient(socket, () => this.#live.join(client));
    socket.once('close', () => this.#live.leave(client));
    if (this.#live.clientCount >= MAX_CLIENTS) {
      client.refuse(`${MAX_CLIENTS} pages follow live already.`, 'Close one of them and reload this page.');
    }
  }
}
