import { Inject, Injectable } from '@nestjs/common';
import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { BoutsRepository } from '../bouts/bouts.repository.ts';
import { Database } from '../database/database.ts';
import type { WearerEvent } from '../events/wearer-bus.ts';
import { Flusher } from '../ingest/flusher.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import type { LiveClient } from './live-client.ts';
import { LiveRoom } from './live-room.ts';
import { LiveWearer, type Surroundings } from './live-wearer.ts';

/** Somebody who comes back within this finds the strip without a gap. */
const KEEP_EMPTY_MS = 120_000;

/** The live pictures that somebody follows, or followed a moment ago. Wearers whom nobody follows cost nothing. */
@Injectable()
export class LiveRooms {
  readonly #config: ApiConfig;
  readonly #bouts: BoutsRepository;
  readonly #directory: GatewayDirectory;
  readonly #database: Database;
  readonly #flusher: Flusher;
  readonly #open = new Map<number, LiveWearer>();
  readonly #opening = new Map<number, Promise<LiveWearer>>();
  /** What happened while a picture was being made. */
  readonly #meanwhile = new Map<number, WearerEvent[]>();
  /** Kept although nobody follows it. */
  #kept: number | null = null;

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    bouts: BoutsRepository,
    directory: GatewayDirectory,
    database: Database,
    flusher: Flusher,
  ) {
    this.#config = config;
    this.#bouts = bouts;
    this.#directory = directory;
    this.#database = database;
    this.#flusher = flusher;
  }

  /** Of the local installation: from the start, so that no output is missed. */
  async keep(wearerId: number): Promise<void> {
    this.#kept = wearerId;
    await this.of(wearerId);
  }

  of(wearerId: number): Promise<LiveWearer> {
    const open = this.#open.get(wearerId);
    if (open !== undefined) return Promise.resolve(open);
    const opening = this.#opening.get(wearerId) ?? this.#make(wearerId).finally(() => this.#made(wearerId));
    this.#opening.set(wearerId, opening);
    return opening;
  }

  leave(client: LiveClient, nowMs: number): void {
    for (const wearer of this.#open.values()) wearer.leave(client, nowMs);
  }

  follow(event: WearerEvent): void {
    this.#meanwhile.get(event.wearerId)?.push(event);
    this.#open.get(event.wearerId)?.follow(event);
  }

  tick(nowMs: number): void {
    for (const [id, wearer] of this.#open) {
      if (id !== this.#kept && wearer.emptyFor(KEEP_EMPTY_MS, nowMs)) this.#open.delete(id);
      else wearer.tick(nowMs);
    }
  }

  /** Data of the wearer are gone: whoever follows comes back and sees what is left. */
  async forget(wearerId: number): Promise<void> {
    const clients = [...(this.#open.get(wearerId)?.clients ?? [])];
    this.#open.delete(wearerId);
    for (const client of clients) client.close();
    if (wearerId === this.#kept) await this.of(wearerId);
  }

  /** The day's bouts from the database, then what came after they were stored. */
  async #make(wearerId: number): Promise<LiveWearer> {
    const events: WearerEvent[] = [];
    this.#meanwhile.set(wearerId, events);
    if (this.#kept !== wearerId) await this.#flusher.flush();
    const nowMs = Date.now();
    const calendar = createCalendar(this.#config.timeZone, CALENDAR_PARAMS.declared);
    const day = calendar.dayOf(nowMs * 1000);
    const sessions = await this.#bouts.between(wearerId, day.startUs, day.endUs);
    const makeRoom = (connection: LiveRoom['connection']): LiveRoom =>
      new LiveRoom(calendar, day, sessions, connection);
    const wearer = new LiveWearer(makeRoom, () => this.#surroundings(wearerId), nowMs);
    for (const event of events) wearer.follow(event);
    this.#open.set(wearerId, wearer);
    return wearer;
  }

  #made(wearerId: number): void {
    this.#opening.delete(wearerId);
    this.#meanwhile.delete(wearerId);
  }

  #surroundings(wearerId: number): Surroundings {
    const gateways = this.#directory.of(wearerId);
    return {
      gatewaysConnected: gateways.length,
      statuses: gateways.flatMap(({ status }) => status ?? []),
      databaseReason: this.#database.reason,
    };
  }
}
