import type { IncomingMessage } from 'node:http';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { LiveService } from './live.service.ts';
import { LiveClient } from './live-client.ts';

/** Clients only ever send a subscribe message. */
const MAX_MESSAGE_BYTES = 4096;
const MAX_CLIENTS = 500;

/** `/v1/live`: live pictures for dashboards. */
@WebSocketGateway({ path: '/v1/live', maxPayload: MAX_MESSAGE_BYTES })
export class LiveGateway implements OnGatewayConnection<WebSocket> {
  readonly #live: LiveService;

  constructor(live: LiveService) {
    this.#live = live;
  }

  handleConnection(socket: WebSocket, { headers }: IncomingMessage): void {
    const client = new LiveClient(socket, (wearer) => void this.#live.subscribe(client, headers, wearer));
    socket.once('close', () => this.#live.leave(client));
    if (this.#live.clientCount >= MAX_CLIENTS) {
      client.refuse(`${MAX_CLIENTS} pages follow live already.`, 'Close one of them and reload this page.');
    }
  }
}
