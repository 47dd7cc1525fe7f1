import type { GatewayStatus } from '@plumbline/contract';
import type { WearerEvent } from '../events/wearer-bus.ts';
import { connectionOf, type LiveConnection } from './connection-state.ts';
import type { EncodedUpdate, LiveClient } from './live-client.ts';
import type { Cursor, LiveRoom } from './live-room.ts';

/** What the connection of a wearer looks like from outside the samples. */
export interface Surroundings {
  readonly gatewaysConnected: number;
  readonly statuses: readonly GatewayStatus[];
  readonly databaseReason: string | null;
}

/** While samples come, their time of receipt is told this often; a change of state is told at once. */
const CONNECTION_INTERVAL_MS = 1_000;

/** One wearer's live picture and everyone who follows it. */
export class LiveWearer {
  readonly room: LiveRoom;
  readonly clients = new Set<LiveClient>();
  readonly #surroundings: () => Surroundings;
  #lastSampleUs: number | null = null;
  #receivedUs: number | null = null;
  #emptySinceMs: number;
  #toldMs: number;

  constructor(
    makeRoom: (connection: LiveConnection) => LiveRoom,
    surroundings: () => Surroundings,
    nowMs: number,
  ) {
    this.#surroundings = surroundings;
    this.#emptySinceMs = nowMs;
    this.#toldMs = nowMs;
    this.room = makeRoom(this.#connectionAt(nowMs));
  }

  join(client: LiveClient, nowMs: number): void {
    this.#noticeConnection(nowMs);
    this.clients.add(client);
    client.join(this.room, nowMs);
  }

  leave(client: LiveClient, nowMs: number): void {
    if (this.clients.delete(client) && this.clients.size === 0) this.#emptySinceMs = nowMs;
  }

  /** Nobody has followed it for that long. */
  emptyFor(durationMs: number, nowMs: number): boolean {
    return this.clients.size === 0 && nowMs - this.#emptySinceMs >= durationMs;
  }

  follow(event: WearerEvent): void {
    if (event.kind === 'output') this.room.output(event.sessionId, event.output);
    if (event.kind === 'revision') this.room.revise(event.sessionId, event.bouts);
    if (event.kind === 'samples') {
      this.#lastSampleUs = event.lastSampleUs;
      this.#receivedUs = event.receivedUs;
    }
    if (event.kind === 'gateways') this.#noticeConnection(Date.now());
  }

  tick(nowMs: number): void {
    const { room } = this;
    if (nowMs * 1000 >= room.day.endUs) room.beginDayOf(nowMs * 1000);
    this.#noticeConnection(nowMs);
    const encode = encoder(room, nowMs);
    for (const client of this.clients) client.update(room, nowMs, encode);
  }

  #noticeConnection(nowMs: number): void {
    const { room } = this;
    const now = this.#connectionAt(nowMs);
    const due = nowMs - this.#toldMs >= CONNECTION_INTERVAL_MS;
    if (!stateChanged(room.connection, now) && !(due && room.connection.receivedUs !== now.receivedUs))
      return;
    this.#toldMs = nowMs;
    room.connectionChanged(now);
  }

  #connectionAt(nowMs: number): LiveConnection {
    return connectionOf({
      ...this.#surroundings(),
      nowUs: nowMs * 1000,
      lastSampleUs: this.#lastSampleUs,
      receivedUs: this.#receivedUs,
    });
  }
}

function stateChanged(before: LiveConnection, now: LiveConnection): boolean {
  if (before.state !== now.state || before.reason !== now.reason) return true;
  return before.sensor !== now.sensor || before.playback !== now.playback;
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
