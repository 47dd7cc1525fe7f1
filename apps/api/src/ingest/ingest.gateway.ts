import type { IncomingMessage } from 'node:http';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import { type GatewayMessage, MAX_FRAME_BYTES } from '@plumbline/contract';
import type { WebSocket } from 'ws';
import { WearerBus } from '../events/wearer-bus.ts';
import { isOwnOrigin } from '../process/origin.ts';
import { type ConnectedGateway, GatewayDirectory } from './gateway-directory.ts';
import { IngestService } from './ingest.service.ts';
import { type ConnectionHost, IngestConnection } from './ingest-connection.ts';

/** A message holds several frames. */
const MAX_MESSAGE_BYTES = 4 * MAX_FRAME_BYTES;

/** `/v1/ingest`: where gateways send what their sensors measured. */
@WebSocketGateway({
  path: '/v1/ingest',
  maxPayload: MAX_MESSAGE_BYTES,
  verifyClient: ({ req }: { req: IncomingMessage }) => isOwnOrigin(req),
})
export class IngestGateway implements OnGatewayConnection<WebSocket>, ConnectionHost {
  readonly ingest: IngestService;
  readonly #directory: GatewayDirectory;
  readonly #bus: WearerBus;
  readonly #connections = new Set<IngestConnection>();

  constructor(ingest: IngestService, directory: GatewayDirectory, bus: WearerBus) {
    this.ingest = ingest;
    this.#directory = directory;
    this.#bus = bus;
  }

  handleConnection(socket: WebSocket): void {
    this.#connections.add(new IngestConnection(socket, this));
  }

  arrived(connection: IngestConnection, hello: GatewayMessage & { type: 'hello' }): ConnectedGateway {
    for (const other of this.#connections) {
      if (other !== connection && other.gatewayId === hello.gateway.id) {
        other.refuse('The same gateway has connected again.', 'Run one gateway with this data folder.');
      }
    }
    const gateway = this.#directory.enter(hello.gateway, this.ingest.wearer.id);
    this.changed(gateway);
    return gateway;
  }

  changed(gateway: ConnectedGateway): void {
    this.#bus.publish({ kind: 'gateways', wearerId: gateway.wearerId });
  }

  left(connection: IngestConnection, gateway: ConnectedGateway | null): void {
    this.#connections.delete(connection);
    this.ingest.left(connection);
    if (gateway === null) return;
    this.#directory.leave(gateway);
    this.changed(gateway);
  }

  /** Takes in nothing more, stores and acknowledges what it has, and says goodbye. */
  async drain(): Promise<void> {
    const connections = [...this.#connections];
    await Promise.all(connections.map((connection) => connection.quiesce()));
    await this.ingest.stop();
    for (const connection of connections) connection.close();
  }
}
