import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LIVE_MAX_UPDATES_PER_S } from '@plumbline/contract';
import { BoutsRepository } from '../bouts/bouts.repository.ts';
import { Database } from '../database/database.ts';
import { WearerBus, type WearerEvent } from '../events/wearer-bus.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { localDayOf } from '../today/local-day.ts';
import { connectionOf, type LiveConnection } from './connection-state.ts';
import type { EncodedUpdate, LiveClient } from './live-client.ts';
import { type Cursor, LiveRoom } from './live-room.ts';

/** Just under the allowed rate. */
const TICK_MS = Math.ceil(1000 / LIVE_MAX_UPDATES_PER_S) + 1;
/** While samples come, their time of receipt is told this often; a change of state is told at once. */
const CONNECTION_INTERVAL_US = 1_000_000;

/** Keeps the live picture and tells everyone who follows it. */
@Injectable()
export class LiveService implements OnApplicationBootstrap {
  readonly #clients = new Set<LiveClient>();
  readonly #config: ApiConfig;
  readonly #bus: WearerBus;
  readonly #bouts: BoutsRepository;
  readonly #directory: GatewayDirectory;
  readonly #database: Database;
  readonly #ingest: IngestService;
  #room: LiveRoom | null = null;
  #wearerId = 0;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;
  #lastSampleUs: number | null = null;
  #receivedUs: number | null = null;

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    bus: WearerBus,
    bouts: BoutsRepository,
    directory: GatewayDirectory,
    database: Database,
    ingest: IngestService,
  ) {
    this.#config = config;
    this.#bus = bus;
    this.#bouts = bouts;
    this.#directory = directory;
    this.#database = database;
    this.#ingest = ingest;
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** Before anyone can connect, so that no output is missed. */
  async onApplicationBootstrap(): Promise<void> {
    this.#wearerId = (await this.#ingest.localWearer()).id;
    const day = localDayOf(Date.now() * 1000, this.#config.timeZone);
    const sessions = await this.#bouts.between(this.#wearerId, day.startUs, day.endUs);
    this.#room = new LiveRoom(this.#config.timeZone, day, sessions, this.#connectionNow());
    this.#unsubscribe = this.#bus.subscribe((event) => this.#follow(event));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  join(client: LiveClient): void {
    this.#noticeConnection();
    this.#clients.add(client);
    client.join(this.#room!, Date.now());
  }

  leave(client: LiveClient): void {
    this.#clients.delete(client);
  }

  /** Everyone is told to come back later. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#unsubscribe?.();
    for (const client of this.#clients) client.close();
  }

  #follow(event: WearerEvent): void {
    if (event.wearerId !== this.#wearerId) return;
    if (event.kind === 'output') this.#room!.output(event.sessionId, event.output);
    if (event.kind === 'samples') {
      this.#lastSampleUs = event.lastSampleUs;
      this.#receivedUs = event.receivedUs;
    }
    if (event.kind === 'gateways') this.#noticeConnection();
  }

  #tick(): void {
    const room = this.#room!;
    const nowMs = Date.now();
    if (nowMs * 1000 >= room.day.endUs) room.beginDay(localDayOf(nowMs * 1000, this.#config.timeZone));
    this.#noticeConnection();
    const encode = encoder(room, nowMs);
    for (const client of this.#clients) client.update(room, nowMs, encode);
  }

  #noticeConnection(): void {
    const room = this.#room!;
    const now = this.#connectionNow();
    if (worthTelling(room.connection, now)) room.connectionChanged(now);
  }

  #connectionNow(): LiveConnection {
    const gateways = this.#directory.of(this.#wearerId);
    return connectionOf({
      nowUs: Date.now() * 1000,
      gatewaysConnected: gateways.length,
      statuses: gateways.flatMap(({ status }) => status ?? []),
      lastSampleUs: this.#lastSampleUs,
      receivedUs: this.#receivedUs,
      databaseReason: this.#database.reason,
    });
  }
}

function worthTelling(before: LiveConnection, now: LiveConnection): boolean {
  if (before.state !== now.state || before.reason !== now.reason || before.sensor !== now.sensor) return true;
  if (before.playback !== now.playback) return true;
  return (now.receivedUs ?? 0) - (before.receivedUs ?? 0) >= CONNECTION_INTERVAL_US;
}

/** Clients that know the same get the same text, made once. */
function encoder(room: LiveRoom, nowMs: number): (cursor: Cursor) => EncodedUpdate | null {
  const made = new Map<string, EncodedUpdate | null>();
  return (cursor) => {
    const key = Object.values(cursor).join();
    if (!made.has(key)) {
      const told = room.since(cursor, nowMs * 1000);
      made.set(key, told && { text: JSON.stringify(told.message), cursor: told.cursor });
    }
    return made.get(key)!;
  };
}
