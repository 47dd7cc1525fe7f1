import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import type { Database } from '../database/database.ts';
import { type IngestRepository, NO_GATEWAY } from '../ingest/ingest.repository.ts';
import { packWrite } from '../ingest/pack-write.ts';
import { SessionIngest } from '../ingest/session-ingest.ts';
import { SessionPipeline } from '../ingest/session-pipeline.ts';
import { type AlgorithmIds, putWrites } from '../ingest/store-writes.ts';
import { StreamIngest } from '../ingest/stream-ingest.ts';
import type { SessionWrite, TakenSession } from '../ingest/writes.ts';
import type { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import type { DaySummariser } from '../summaries/day-summariser.ts';
import type { DueDay, SummariesRepository } from '../summaries/summaries.repository.ts';
import { DEMO_DECODER } from './cast.ts';
import type { DayStream, RecordBody } from './day-records.ts';
import { type DemoDay, daysBetween, NEW_ALGORITHM_DAY } from './demo-days.ts';
import { RAW_DAYS, SECOND_DAYS } from './prepare-demo.ts';
import { suggest } from './suggestions.ts';

const US_PER_MS = 1000;
const NOT_DUE = 'delete from summary_due where wearer_id = $1 and date = $2::date';
/**
 * The live sensor is there before the hours that are filled in: its first seconds have been summarised, and the day would
 * wait minutes for its turn, without data on every page but Today.
 */
const DUE_AT_ONCE = `
  update summary_due set taken = false, queued_at = now() - interval '1 hour' where wearer_id = $1 and date = $2::date`;
const TO_BE_TOLD_AGAIN = `
  select r.session_id as id from recompute r join wear_session w on w.id = r.session_id where w.wearer_id = $1`;
/**
 * Days come in the newest first, and each would have those after it told again with what the sensor knew before: all of
 * them many times. Corrections of the wearer stay.
 */
const NOT_AGAIN = `
  delete from recompute r using stream s, wear_session w where s.session_id = r.session_id and w.id = r.session_id
    and w.wearer_id = $1 and s.decoder = $2 and r.queued_at = now() and r.session_id <> all ($3::int[])`;

export interface DemoWearer {
  readonly id: number;
  readonly tenantId: number;
}

/** A day with everything its stream says. */
export interface SimulatedDay {
  readonly day: DemoDay;
  readonly stream: DayStream;
  readonly bodies: readonly RecordBody[];
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
  readonly rows: DayRowsRepository;
  readonly timeZone: string;
}

/**
 * Takes a simulated day the way of every day: through ingest, the pipeline, and the summaries. What is older than
 * retention keeps is not stored, or goes again once it is summarised.
 */
export class DayWriter {
  readonly #parts: DayWriterParts;

  constructor(parts: DayWriterParts) {
    this.#parts = parts;
  }

  /** One transaction stores the whole day, so that a kill leaves all of it or nothing. */
  async write(wearer: DemoWearer, { day, stream, bodies }: SimulatedDay, nowUs: number): Promise<void> {
    const { ingest, timeZone } = this.#parts;
    const row = await ingest.openStream(stream.uuid, NO_GATEWAY, wearer, stream.open);
    const session = new SessionIngest(row, SessionPipeline.of(row));
    const taken = analysed(session, new StreamIngest(row, null), bodies, nowUs);
    const age = ageOf(day, nowUs, timeZone);
    const write = await packWrite(age > RAW_DAYS ? withoutSamples(taken) : taken);
    await this.#store({ ...write, snapshot: null }, day.date, age === 0 ? DUE_AT_ONCE : NOT_DUE);
    await suggest(this.#parts, day, wearer, stream);
    if (age === 0) return;
    await this.#summarise(day, wearer);
    if (age > SECOND_DAYS) await forgetSeconds(this.#parts.database, wearer.id, stream);
  }

  /** `due`: a day that is over is summarised here and by nobody else, one that goes on by whoever does it for all. */
  async #store(write: SessionWrite, date: string, due: string): Promise<void> {
    const { database, algorithms } = this.#parts;
    await database.transaction(async (queries) => {
      const queued = await queries.query<{ id: number }>(TO_BE_TOLD_AGAIN, [write.wearerId]);
      await putWrites(queries, [write], algorithms);
      await queries.query(NOT_AGAIN, [write.wearerId, DEMO_DECODER, queued.map(({ id }) => id)]);
      await queries.query(due, [write.wearerId, date]);
    });
  }

  async #summarise(day: DemoDay, wearer: DemoWearer): Promise<void> {
    const { database, timeZone } = this.#parts;
    const { summariser, summaries } = day.day < NEW_ALGORITHM_DAY ? this.#parts.earlier : this.#parts.now;
    const due: DueDay = {
      wearerId: wearer.id,
      tenantId: wearer.tenantId,
      date: day.date,
      settings: null,
    };
    const found = await summariser.summarise(database, wearer.id, day.date, {
      before: timeZone,
      timeZone,
    });
    if (found !== null) await summaries.put(due, timeZone, found.summary, found.minutes, true);
  }
}

function analysed(
  session: SessionIngest,
  stream: StreamIngest,
  bodies: readonly RecordBody[],
  nowUs: number,
): TakenSession {
  const streamId = stream.row.uuid;
  session.add(stream);
  bodies.forEach((body, i) => {
    const { verdict } = session.accept(stream, { streamId, sequence: i + 1, ...body }, nowUs / US_PER_MS);
    if (verdict.kind === 'rejected') throw new Error(`${streamId}: ${JSON.stringify(verdict.fault)}`);
  });
  return session.take(nowUs / US_PER_MS, true)!;
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
async function forgetSeconds(
  database: Database,
  wearerId: number,
  { startUs, endUs }: DayStream,
): Promise<void> {
  for (const sql of FORGET) await database.query(sql, [wearerId, startUs, endUs]);
}
