import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LIVE_MAX_UPDATES_PER_S } from '@plumbline/contract';
import { AccessService, type Credentials } from '../access/access.service.ts';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity, WearerRef } from '../access/identity.ts';
import { LIVE_RULES } from '../access/rules.ts';
import { WearerBus } from '../events/wearer-bus.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import type { LiveClient } from './live-client.ts';
import { LiveRooms } from './live-rooms.ts';

interface Seat {
  readonly identity: Identity;
  readonly wearer: WearerRef;
}

/** Just under the allowed rate. */
const TICK_MS = Math.ceil(1000 / LIVE_MAX_UPDATES_PER_S) + 1;
/** How soon a consent that ran out, or was withdrawn through another process, ends what it had opened. */
const ACCESS_INTERVAL_MS = 5_000;
const RULE = LIVE_RULES.subscribe;

/** Keeps live pictures and tells everyone who may follow them. */
@Injectable()
export class LiveService implements OnApplicationBootstrap {
  readonly #logger = new Logger(LiveService.name);
  readonly #config: ApiConfig;
  readonly #bus: WearerBus;
  readonly #rooms: LiveRooms;
  readonly #access: AccessService;
  readonly #changes: AccessChanges;
  readonly #ingest: IngestService;
  readonly #seats = new Map<LiveClient, Seat>();
  #stopping: (() => void)[] = [];
  #checking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    bus: WearerBus,
    rooms: LiveRooms,
    access: AccessService,
    changes: AccessChanges,
    ingest: IngestService,
  ) {
    this.#config = config;
    this.#bus = bus;
    this.#rooms = rooms;
    this.#access = access;
    this.#changes = changes;
    this.#ingest = ingest;
  }

  get clientCount(): number {
    return this.#seats.size;
  }

  /** Before anyone can connect. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.#config.accounts === null) await this.#rooms.keep((await this.#ingest.localWearer()).id);
    const ticking = setInterval(() => this.#rooms.tick(Date.now()), TICK_MS);
    const looking = setInterval(() => this.#checkAccess(), ACCESS_INTERVAL_MS);
    this.#stopping = [
      this.#bus.subscribe((event) => this.#rooms.follow(event)),
      this.#changes.subscribe(() => this.#checkAccess()),
      () => clearInterval(ticking),
      () => clearInterval(looking),
    ];
  }

  /** Lets the client follow whom it asks for, or tells it why not. */
  async subscribe(client: LiveClient, credentials: Credentials, wanted: string): Promise<void> {
    try {
      const seat = await this.#seatFor(client, credentials, wanted);
      if (seat === null) return;
      const wearer = await this.#rooms.of(seat.wearer.id);
      if (!client.isOpen) return;
      this.#seats.set(client, seat);
      wearer.join(client, Date.now());
    } catch (error) {
      this.#logger.warn(`a page could not follow live: ${(error as Error).message}`);
      client.close();
    }
  }

  leave(client: LiveClient): void {
    this.#seats.delete(client);
    this.#rooms.leave(client, Date.now());
  }

  /** Everyone is told to come back later. */
  stop(): void {
    for (const stop of this.#stopping) stop();
    for (const client of this.#seats.keys()) client.close();
  }

  async #seatFor(client: LiveClient, credentials: Credentials, wanted: string): Promise<Seat | null> {
    const identity = await this.#access.identify(credentials);
    if (identity === null) {
      client.refuse('Nobody is signed in.', 'Sign in and open this page again.');
      return null;
    }
    const roles = RULE.who as readonly string[];
    const allowed = identity.roles.some((role) => roles.includes(role));
    const wearer = allowed ? await this.#access.open(identity, wanted, RULE.of!, 'live') : null;
    if (wearer !== null) return { identity, wearer };
    client.refuse(
      `There is no wearer ${wanted} whose live picture you may see now.`,
      'Ask the wearer for a consent that covers the live picture.',
    );
    return null;
  }

  /** One look after the other: a change that comes during one is seen by the next. */
  #checkAccess(): void {
    this.#checking = this.#checking
      .then(() => this.#check())
      .catch((error: unknown) =>
        this.#logger.warn(`access could not be checked: ${(error as Error).message}`),
      );
  }

  async #check(): Promise<void> {
    for (const [client, { identity, wearer }] of this.#seats) {
      if (await this.#access.stillOpen(identity, wearer, RULE.of!)) continue;
      this.leave(client);
      client.refuse('You may not see this any more.', 'Ask the wearer, or sign in again.');
    }
  }
}
