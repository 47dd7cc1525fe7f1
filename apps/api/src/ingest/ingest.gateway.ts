import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import { type Hello, MAX_FRAME_BYTES } from '@plumbline/contract';
import type { WebSocket } from 'ws';
import { AccessService } from '../access/access.service.ts';
import { AccessChanges } from '../access/access-changes.ts';
import { WearerBus } from '../events/wearer-bus.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { type ConnectedGateway, GatewayDirectory } from './gateway-directory.ts';
import type { Wearer } from './ingest.repository.ts';
import { IngestService } from './ingest.service.ts';
import { type ConnectionHost, IngestConnection } from './ingest-connection.ts';

/** A message holds several frames. */
const MAX_MESSAGE_BYTES = 4 * MAX_FRAME_BYTES;
/** How soon a token that was revoked elsewhere, or has expired, ends its connection. */
const ACCESS_INTERVAL_MS = 10_000;

/** `/v1/ingest`: where gateways send what their sensors measured. */
@WebSocketGateway({ path: '/v1/ingest', maxPayload: MAX_MESSAGE_BYTES })
export class IngestGateway implements OnGatewayConnection<WebSocket>, OnApplicationBootstrap, ConnectionHost {
  readonly ingest: IngestService;
  readonly #config: ApiConfig;
  readonly #access: AccessService;
  readonly #changes: AccessChanges;
  readonly #directory: GatewayDirectory;
  readonly #bus: WearerBus;
  readonly #connections = new Set<IngestConnection>();
  #stopWatching: (() => void) | null = null;

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    ingest: IngestService,
    access: AccessService,
    changes: AccessChanges,
    directory: GatewayDirectory,
    bus: WearerBus,
  ) {
    this.#config = config;
    this.ingest = ingest;
    this.#access = access;
    this.#changes = changes;
    this.#directory = directory;
    this.#bus = bus;
  }

  onApplicationBootstrap(): void {
    if (this.#config.accounts === null) return;
    const look = (): void => {
      for (const connection of this.#connections) void connection.checkAccess();
    };
    const unsubscribe = this.#changes.subscribe(look);
    const timer = setInterval(look, ACCESS_INTERVAL_MS);
    this.#stopWatching = () => {
      unsubscribe();
      clearInterval(timer);
    };
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    this.#connections.add(new IngestConnection(socket, request.headers, this));
  }

  async wearerOf(headers: IncomingHttpHeaders): Promise<Wearer | null> {
    if (this.#config.accounts === null) return this.ingest.localWearer();
    return (await this.#access.identifyGateway(headers))?.wearer ?? null;
  }

  arrived(connection: IngestConnection, hello: Hello, wearer: Wearer): ConnectedGateway {
    for (const other of this.#connections) {
      if (other === connection || other.wearer?.id !== wearer.id) continue;
      if (other.gatewayId === hello.gateway.id) {
        other.refuse('The same gateway has connected again.', 'Run one gateway with this data folder.');
      }
    }
    const gateway = this.#directory.enter(hello.gateway, wearer.id);
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
    this.#stopWatching?.();
    const connections = [...this.#connections];
    await Promise.all(connections.map((connection) => connection.quiesce()));
    await this.ingest.stop();
    for (const connection of connections) connection.close();
  }
}
