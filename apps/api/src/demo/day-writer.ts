import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import type { Database } from '../database/database.ts';
import type { IngestRepository } from '../ingest/ingest.repository.ts';
import { packWrite } from '../ingest/pack-write.ts';
import { SessionIngest } from '../ingest/session-ingest.ts';
import { SessionPipeline } from '../ingest/session-pipeline.ts';
import type { AlgorithmIds } from '../ingest/store-writes.ts';
import { StreamIngest } from '../ingest/stream-ingest.ts';
import type { TakenSession } from '../ingest/writes.ts';
import { type DaySummariser, dayOfDate } from '../summaries/day-summariser.ts';
import type { DueDay, SummariesRepository } from '../summaries/summaries.repository.ts';
import { uuidOf } from './cast.ts';
import { type DayStream, streamOf } from './day-records.ts';
import { type DemoDay, daysBetween, NEW_ALGORITHM_DAY } from './demo-days.ts';
import { RAW_DAYS, SECOND_DAYS } from './prepare-demo.ts';

const US_PER_MIN = 60e6;
/** What is worn now was put on at least so long ago. */
const LEAST_TODAY_US = 150 * US_PER_MIN;
const MOST_TODAY_US = 9 * 60 * US_PER_MIN;

export interface DemoWearer {
  readonly id: number;
  readonly tenantId: number;
}

/** Teller of days: the summariser with its parameters, and where its rows go. */
export interface Teller {
  readonly summariser: DaySummariser;
  readonly summaries: SummariesRepository;
}

export interface DayWriterParts {
  readonly database: Database;
  readonly ingest: IngestRepository;
  readonly algorithms: AlgorithmIds;
  readonly now: Teller;
  readonly earlier: Teller;
  readonly timeZone: string;
}

/**
 * Simulates a day and takes it the way of every day: through ingest, the pipeline, and the summaries. What is older
 * than retention keeps is not stored, or goes again once it is summarised.
 */
export class DayWriter {
  readonly #parts: DayWriterParts;

  constructor(parts: DayWriterParts) {
    this.#parts = parts;
  }

  /** False: it was there already. What `before` does is done before the day is there. One transaction stores the whole day, so that a kill leaves all of it or nothing. */
  async write(
    day: DemoDay,
    wearer: DemoWearer,
    nowUs: number,
    before: () => Promise<void>,
  ): Promise<boolean> {
    const { ingest, algorithms, timeZone } = this.#parts;
    const span = this.#spanOf(day, nowUs);
    if (span === null) return false;
    const stream = streamOf(day, timeZone, ...span);
    const row = await ingest.openStream(stream.uuid, uuidOf(`gateway ${day.key}`), wearer, stream.open);
    if (row.ended) return false;
    await before();
    const session = new SessionIngest(row, SessionPipeline.of(row));
    const taken = analysed(session, new StreamIngest(row, null), stream, nowUs);
    const age = ageOf(day, nowUs, timeZone);
    const write = await packWrite(age > RAW_DAYS ? withoutSamples(taken) : taken);
    await ingest.store([{ ...write, snapshot: null }], algorithms);
    if (age > 0) await this.#summarise(day, wearer, age > SECOND_DAYS ? span : null);
    return true;
  }

  /** Null: the day had not begun. */
  #spanOf({ key, date, fromMin, toMin }: DemoDay, nowUs: number): [number, number] | null {
    const day = dayOfDate(createCalendar(this.#parts.timeZone, CALENDAR_PARAMS.declared), date);
    const start = day.startUs + fromMin * US_PER_MIN;
    const end = day.startUs + toMin * US_PER_MIN;
    if (nowUs >= day.endUs) return [start, end];
    // Today goes on up to now: the live sensor takes over from there.
    const lastUs = key === 'seated' ? nowUs - US_PER_MIN : Math.min(end, nowUs - US_PER_MIN);
    const firstUs = Math.max(day.startUs, Math.min(start, lastUs - LEAST_TODAY_US), lastUs - MOST_TODAY_US);
    return lastUs - firstUs > US_PER_MIN ? [Math.round(firstUs), Math.round(lastUs)] : null;
  }

  async #summarise(day: DemoDay, wearer: DemoWearer, secondsAway: [number, number] | null): Promise<void> {
    const { database, timeZone } = this.#parts;
    const { summariser, summaries } = day.day < NEW_ALGORITHM_DAY ? this.#parts.earlier : this.#parts.now;
    const due: DueDay = {
      wearerId: wearer.id,
      tenantId: wearer.tenantId,
      date: day.date,
      timeZone,
      settings: null,
    };
    await summaries.take(due);
    const found = await summariser.summarise(database, wearer.id, day.date, timeZone);
    if (found !== null) await summaries.put(due, timeZone, found.summary, found.minutes, true);
    if (secondsAway !== null) await forgetSeconds(database, wearer.id, secondsAway);
  }
}

function analysed(session: SessionIngest, stream: StreamIngest, day: DayStream, nowUs: number): TakenSession {
  const nowMs = nowUs / 1000;
  session.add(stream);
  for (const record of day.records()) {
    const { verdict } = session.accept(stream, record, nowMs);
    if (verdict.kind === 'rejected') throw new Error(`${day.uuid}: ${JSON.stringify(verdict.fault)}`);
  }
  return session.take(nowMs, true)!;
}

function withoutSamples(taken: TakenSession): TakenSession {
  return { ...taken, streams: taken.streams.map((stream) => ({ ...stream, blocks: [] })) };
}

/** Days since; 0: today. */
function ageOf({ date }: DemoDay, nowUs: number, timeZone: string): number {
  return daysBetween(date, createCalendar(timeZone, CALENDAR_PARAMS.declared).dayOf(nowUs).date);
}

const FORGET = ['posture_1s', 'load_10s'].map(
  (table) => `delete from ${table} where wearer_id = $1
    and time >= to_timestamp($2::float8 / 1e6) and time <= to_timestamp($3::float8 / 1e6)`,
);

/** As retention does, which would do it some hours later. */
async function forgetSeconds(database: Database, wearerId: number, span: readonly number[]): Promise<void> {
  for (const sql of FORGET) await database.query(sql, [wearerId, ...span]);
}
