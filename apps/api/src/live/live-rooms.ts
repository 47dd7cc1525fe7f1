import { Injectable, Logger } from '@nestjs/common';
import { BoutsRepository } from '../bouts/bouts.repository.ts';
import { Database } from '../database/database.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import type { WearerEvent } from '../events/wearer-bus.ts';
import { Flusher } from '../ingest/flusher.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import type { LiveClient } from './live-client.ts';
import { LiveRoom } from './live-room.ts';
import { LiveWearer, type Surroundings } from './live-wearer.ts';
import { RecentTraces } from './recent-traces.ts';

/** Somebody who comes back within this finds the picture as it was. */
const KEEP_EMPTY_MS = 120_000;

/** The live pictures that somebody follows, or followed a moment ago. Of other wearers half a minute of trace is kept. */
@Injectable()
export class LiveRooms {
  readonly #logger = new Logger(LiveRooms.name);
  readonly #calendar: WearerCalendar;
  readonly #bouts: BoutsRepository;
  readonly #directory: GatewayDirectory;
  readonly #database: Database;
  readonly #flusher: Flusher;
  readonly #open = new Map<number, LiveWearer>();
  readonly #opening = new Map<number, Promise<LiveWearer>>();
  readonly #recent = new RecentTraces();
  /** What happened while a picture was being made. */
  readonly #meanwhile = new Map<number, WearerEvent[]>();
  /** Kept although nobody follows it. */
  #kept: number | null = null;

  constructor(
    calendar: WearerCalendar,
    bouts: BoutsRepository,
    directory: GatewayDirectory,
    database: Database,
    flusher: Flusher,
  ) {
    this.#calendar = calendar;
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
    const { wearerId } = event;
    if (event.kind === 'stored') return void this.#readAgain(event);
    const open = this.#open.get(wearerId);
    const meanwhile = this.#meanwhile.get(wearerId);
    if (open !== undefined) open.follow(event);
    else if (meanwhile !== undefined) meanwhile.push(event);
    else if (event.kind === 'output') this.#recent.push(wearerId, event.output.orientation, Date.now());
  }

  tick(nowMs: number): void {
    this.#recent.tick(nowMs);
    for (const [id, wearer] of this.#open) {
      if (id !== this.#kept && wearer.emptyFor(KEEP_EMPTY_MS, nowMs)) this.#open.delete(id);
      else wearer.tick(nowMs);
    }
  }

  /** Data of the wearer are gone: whoever follows comes back and sees what is left. */
  async forget(wearerId: number): Promise<void> {
    const clients = [...(this.#open.get(wearerId)?.clients ?? [])];
    this.#open.delete(wearerId);
    this.#recent.take(wearerId);
    for (const client of clients) client.close();
    if (wearerId === this.#kept) await this.of(wearerId);
  }

  /** The day's bouts from the database, then what came after they were stored. */
  async #make(wearerId: number): Promise<LiveWearer> {
    const events: WearerEvent[] = [];
    this.#meanwhile.set(wearerId, events);
    if (this.#kept !== wearerId) await this.#flusher.flushOf(wearerId);
    const nowMs = Date.now();
    const { calendar } = await this.#calendar.of(this.#database, wearerId);
    const day = calendar.dayOf(nowMs * 1000);
    const sessions = await this.#bouts.between(wearerId, day.startUs, day.endUs);
    const trace = this.#recent.take(wearerId);
    const makeRoom = (connection: LiveRoom['connection']): LiveRoom =>
      new LiveRoom(calendar, day, sessions, connection, trace);
    const wearer = new LiveWearer(makeRoom, () => this.#surroundings(wearerId), nowMs);
    for (const event of events) wearer.follow(event);
    this.#open.set(wearerId, wearer);
    return wearer;
  }

  async #readAgain({ wearerId, sessionId }: Extract<WearerEvent, { kind: 'stored' }>): Promise<void> {
    try {
      const { room } = (await this.#opening.get(wearerId)) ?? this.#open.get(wearerId) ?? {};
      if (room === undefined) return;
      const sessions = await this.#bouts.between(wearerId, room.day.startUs, room.day.endUs);
      room.revise(sessionId, { fromUs: room.day.startUs, bouts: sessions.get(sessionId) ?? [] });
    } catch (error) {
      this.#logger.warn(`the live picture goes on without what was told anew: ${(error as Error).message}`);
    }
  }

  #made(wearerId: number): void {
    const meanwhile = this.#meanwhile.get(wearerId) ?? [];
    this.#opening.delete(wearerId);
    this.#meanwhile.delete(wearerId);
    // It could not be made: whoever comes next must not miss what came.
    if (!this.#open.has(wearerId)) for (const event of meanwhile) this.follow(event);
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
