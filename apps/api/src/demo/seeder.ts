import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { Database } from '../database/database.ts';
import { IngestRepository } from '../ingest/ingest.repository.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import { DaySummariser } from '../summaries/day-summariser.ts';
import { SummariesRepository } from '../summaries/summaries.repository.ts';
import { castMember, DEMO_DECODER, WEARER_KEYS, type WearerKey } from './cast.ts';
import { streamOf, streamUuid } from './day-records.ts';
import { DayWriter, type DemoWearer, type SimulatedDay } from './day-writer.ts';
import { type DemoDay, demoDays, inOrder } from './demo-days.ts';
import { EarlierSummaries, EarlierSummariser } from './earlier-algorithm.ts';
import type { Simulate } from './simulate.ts';
import { wearSpan } from './wear-span.ts';

const WEARER = 'select id, tenant_id as "tenantId" from wearer where pseudonym = $1';
/** A kill between the two leaves a day that is stored and not summarised: it waits like any other. */
const UNSUMMARISED = `
  insert into summary_due (wearer_id, date, tenant_id)
  select s.wearer_id, (s.opened_at at time zone w.time_zone)::date, s.tenant_id
  from stream s join wear_session w on w.id = s.session_id
  where s.decoder = $1 and s.ended_at is not null and not exists (select from day_summary d
    where d.wearer_id = s.wearer_id and d.date = (s.opened_at at time zone w.time_zone)::date)
  on conflict do nothing`;
const STORED = 'select uuid from stream where decoder = $1 and ended_at is not null';

export interface SeederParts {
  /** With the rights of a worker. */
  readonly database: Database;
  readonly timeZone: string;
  readonly simulate: Simulate;
  /** What people said around a day; done before the day is there. */
  readonly story: (day: DemoDay) => Promise<void>;
  /** How the day felt; done once it is there. */
  readonly felt: (day: DemoDay) => Promise<void>;
  readonly nowUs: () => number;
  /** Days to add; all that are missing without it. */
  readonly atMost: number | null;
}

/** Days of the demonstration that were added, and those that are still missing. */
export interface Filled {
  readonly days: number;
  readonly left: number;
}

/** Fills in the days of the demonstration that are not there yet, those to look at first first. */
export class Seeder {
  readonly #parts: SeederParts;
  #stopped = false;

  constructor(parts: SeederParts) {
    this.#parts = parts;
  }

  /** Ends after the day that it is at. */
  stop(): void {
    this.#stopped = true;
  }

  /** `beganUs`: of the demonstration. */
  async run(beganUs: number): Promise<Filled> {
    const { nowUs, story, felt } = this.#parts;
    const writer = await this.#writer();
    const days = await this.#missing(beganUs, await this.#wearers());
    const missing = days.length;
    if (this.#parts.atMost !== null) days.length = Math.min(days.length, this.#parts.atMost);
    let added = 0;
    let next = this.#simulated(days.shift());
    while (!this.#stopped) {
      const simulated = await next;
      if (simulated === null) break;
      // The next one is simulated while this one is analysed.
      next = this.#simulated(days.shift());
      // Meanwhile somebody may have had everything of them deleted.
      const wearer = (await this.#wearers()).get(simulated.day.key);
      if (wearer === undefined) continue;
      await story(simulated.day);
      await writer.write(wearer, simulated, nowUs());
      await felt(simulated.day);
      added++;
    }
    await next;
    return { days: added, left: missing - added };
  }

  async #simulated(day: DemoDay | undefined): Promise<SimulatedDay | null> {
    if (day === undefined || this.#stopped) return null;
    const { timeZone, simulate, nowUs } = this.#parts;
    const stream = streamOf(day, timeZone, ...wearSpan(day, timeZone, nowUs())!);
    return { day, stream, bodies: await simulate(day, stream) };
  }

  /** Days that are not stored, of wearers who have not deleted everything of theirs. */
  async #missing(beganUs: number, wearers: ReadonlyMap<WearerKey, DemoWearer>): Promise<DemoDay[]> {
    const { database, timeZone, nowUs } = this.#parts;
    const { dayOf } = createCalendar(timeZone, CALENDAR_PARAMS.declared);
    const today = dayOf(nowUs()).date;
    await database.query(UNSUMMARISED, [DEMO_DECODER]);
    const rows = await database.query<{ uuid: string }>(STORED, [DEMO_DECODER]);
    const stored = new Set(rows.map(({ uuid }) => uuid));
    return inOrder(demoDays(dayOf(beganUs).date, today)).filter(
      (day) =>
        wearers.has(day.key) && !stored.has(streamUuid(day)) && wearSpan(day, timeZone, nowUs()) !== null,
    );
  }

  async #writer(): Promise<DayWriter> {
    const { database, timeZone } = this.#parts;
    const ingest = new IngestRepository(database);
    const rows = new DayRowsRepository();
    return new DayWriter({
      database,
      ingest,
      algorithms: await ingest.algorithmIds(),
      now: { summariser: new DaySummariser(rows), summaries: new SummariesRepository(database) },
      earlier: { summariser: new EarlierSummariser(rows), summaries: new EarlierSummaries(database) },
      rows,
      timeZone,
    });
  }

  async #wearers(): Promise<Map<WearerKey, DemoWearer>> {
    const found = new Map<WearerKey, DemoWearer>();
    for (const key of WEARER_KEYS) {
      const [row] = await this.#parts.database.query<DemoWearer & Record<string, unknown>>(WEARER, [
        castMember(key).wearer,
      ]);
      if (row !== undefined) found.set(key, row);
    }
    return found;
  }
}
