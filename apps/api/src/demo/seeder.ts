import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { Database } from '../database/database.ts';
import { IngestRepository } from '../ingest/ingest.repository.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import { DaySummariser } from '../summaries/day-summariser.ts';
import { SummariesRepository } from '../summaries/summaries.repository.ts';
import { castMember, WEARER_KEYS, type WearerKey } from './cast.ts';
import { DayWriter, type DemoWearer } from './day-writer.ts';
import { type DemoDay, demoDays, inOrder } from './demo-days.ts';
import { EarlierSummaries, EarlierSummariser } from './earlier-algorithm.ts';

const US_PER_MS = 1000;

const WEARER = 'select id, tenant_id as "tenantId" from wearer where pseudonym = $1';

/** Fills in the days of the demonstration that are not there yet, those to look at first first. */
export class Seeder {
  readonly #database: Database;
  readonly #timeZone: string;
  #stopped = false;

  constructor(database: Database, timeZone: string) {
    this.#database = database;
    this.#timeZone = timeZone;
  }

  /** Ends after the day that it is at. */
  stop(): void {
    this.#stopped = true;
  }

  /** `began`: of the demonstration. Returns how many days it has added. */
  async run(beganUs: number, story: (day: DemoDay) => Promise<void>): Promise<number> {
    const writer = await this.#writer();
    const wearers = await this.#wearers();
    const { dayOf } = createCalendar(this.#timeZone, CALENDAR_PARAMS.declared);
    const today = dayOf(Date.now() * US_PER_MS).date;
    let added = 0;
    for (const day of inOrder(demoDays(dayOf(beganUs).date, today), today)) {
      const wearer = wearers.get(day.key);
      if (this.#stopped) break;
      if (wearer === undefined) continue;
      if (await writer.write(day, wearer, Date.now() * US_PER_MS, () => story(day))) added++;
    }
    return added;
  }

  async #writer(): Promise<DayWriter> {
    const database = this.#database;
    const ingest = new IngestRepository(database);
    const rows = new DayRowsRepository();
    return new DayWriter({
      database,
      ingest,
      algorithms: await ingest.algorithmIds(),
      now: { summariser: new DaySummariser(rows), summaries: new SummariesRepository(database) },
      earlier: { summariser: new EarlierSummariser(rows), summaries: new EarlierSummaries(database) },
      timeZone: this.#timeZone,
    });
  }

  /** Without those who have deleted everything of theirs. */
  async #wearers(): Promise<Map<WearerKey, DemoWearer>> {
    const found = new Map<WearerKey, DemoWearer>();
    for (const key of WEARER_KEYS) {
      const [row] = await this.#database.query<DemoWearer & Record<string, unknown>>(WEARER, [
        castMember(key).wearer,
      ]);
      if (row !== undefined) found.set(key, row);
    }
    return found;
  }
}
