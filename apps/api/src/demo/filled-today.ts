import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Database } from '../database/database.ts';
import { atUs } from '../database/wire.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import { WearerBus } from '../events/wearer-bus.ts';
import { IngestService } from '../ingest/ingest.service.ts';
import { Looks } from '../process/looks.ts';
import { DEMO_DECODER } from './cast.ts';
import { DEMO_CAST } from './demo.service.ts';
import type { DemoCast } from './prepare-demo.ts';

const LOOK_INTERVAL_MS = 1_000;

const TODAY = `select session_id as "sessionId" from stream
  where decoder = $1 and wearer_id = $2 and ended_at is not null and opened_at >= ${atUs('$3')}`;

/** Another process fills in the day before the live sensor: once it is there, whoever follows live sees it too. */
@Injectable()
export class FilledToday implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(FilledToday.name);
  readonly #cast: DemoCast | null;
  readonly #workers: Database;
  readonly #ingest: IngestService;
  readonly #calendar: WearerCalendar;
  readonly #bus: WearerBus;
  readonly #looks = new Looks(() => this.#look());

  constructor(
    @Inject(DEMO_CAST) cast: DemoCast | null,
    workers: Database,
    ingest: IngestService,
    calendar: WearerCalendar,
    bus: WearerBus,
  ) {
    this.#cast = cast;
    this.#workers = workers;
    this.#ingest = ingest;
    this.#calendar = calendar;
    this.#bus = bus;
  }

  onApplicationBootstrap(): void {
    if (this.#cast !== null) this.#looks.begin(0);
  }

  onModuleDestroy(): Promise<void> {
    return this.#looks.stop();
  }

  async #look(): Promise<number> {
    try {
      if (await this.#tell()) void this.#looks.stop();
    } catch (error) {
      this.#logger.warn(`the filled-in day has to wait: ${(error as Error).message}`);
    }
    return LOOK_INTERVAL_MS;
  }

  /** Whether it is there. */
  async #tell(): Promise<boolean> {
    const { id: wearerId } = await this.#ingest.localWearer();
    const { calendar } = await this.#calendar.of(this.#workers, wearerId);
    const { startUs } = calendar.dayOf(Date.now() * 1000);
    const parameters = [DEMO_DECODER, wearerId, startUs];
    const sessions = await this.#workers.query<{ sessionId: number }>(TODAY, parameters);
    for (const { sessionId } of sessions) this.#bus.publish({ kind: 'stored', wearerId, sessionId });
    return sessions.length > 0;
  }
}
