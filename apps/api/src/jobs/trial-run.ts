import { setImmediate as breathe } from 'node:timers/promises';
import { CALENDAR_PARAMS, type LocalDay } from '@plumbline/core';
import { boutsBetween } from '../bouts/bouts.repository.ts';
import { mergeBouts } from '../bouts/merge-bouts.ts';
import type { Database } from '../database/database.ts';
import { DerivedRowsBuilder } from '../ingest/derived-rows.ts';
import { ImuColumns } from '../ingest/imu-columns.ts';
import type { IngestRepository } from '../ingest/ingest.repository.ts';
import { packState } from '../ingest/pack-write.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import { type AnalysisOptions, SessionPipeline } from '../ingest/session-pipeline.ts';
import type { SessionWrite } from '../ingest/writes.ts';
import type { RecomputeRepository, TimedBlock } from '../recompute/recompute.repository.ts';
import { type DayZones, dayIn, zonesOfDay } from '../summaries/day-bounds.ts';
import type { DaySummariser } from '../summaries/day-summariser.ts';
import { compareBouts } from './compare-days.ts';
import type { DayRow } from './jobs.repository.ts';
import { type AnalysisParameters, withParameters } from './parameters.ts';
import type { Checkpoint, Claimed, TrialRepository } from './trial.repository.ts';

/** What a run needs of its surroundings. */
export interface RunTools {
  readonly trials: TrialRepository;
  readonly blocks: RecomputeRepository;
  readonly ingest: IngestRepository;
  readonly summariser: DaySummariser;
  readonly database: Database;
  readonly timeZone: string;
  /** How long the job is this worker's without a word. */
  readonly leaseMs: number;
  /** The process ends: what is not stored is done again by the next one. */
  readonly stopped: () => boolean;
}

/** The process ends in the middle of it. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** Blocks between two checkpoints: a quarter of an hour of samples, some tenths of a second of work. */
const PART_BLOCKS = 90;
const PAGE = 60;
const DAY_MS = 86_400_000;
const NO_RAW = 'No samples of this day are stored.';

/** One analysis from the raw blocks, day by day; goes on where its checkpoint stands. */
export class TrialRun {
  readonly #tools: RunTools;
  readonly #parameters: AnalysisParameters;
  #job: Claimed;
  #at: Checkpoint;
  /** Samples of all its sessions, for the progress. */
  #total = 1;

  constructor(job: Claimed, tools: RunTools) {
    this.#job = job;
    this.#tools = tools;
    this.#parameters = withParameters(job.input.parameters);
    this.#at = job.checkpoint ?? { date: job.input.fromDate, finished: [], session: null, samples: 0 };
  }

  /** With its latest ticket. */
  get job(): Claimed {
    return this.#job;
  }

  /** Returns the sessions that it analysed. Throws RunStopped, JobLost. */
  async run(): Promise<number[]> {
    const { input, wearerId } = this.#job;
    if (!(await this.#tools.trials.holds(this.#at))) {
      this.#at = { date: input.fromDate, finished: [], session: null, samples: 0 };
    }
    const [first, last] = [await this.#dayOf(input.fromDate), await this.#dayOf(input.untilDate)];
    const sessions = await this.#tools.trials.sessions(wearerId, first.startUs, last.endUs);
    const ids = sessions.map(({ id }) => id);
    this.#total = Math.max(1, await this.#tools.trials.samples(ids));
    for (let date = this.#at.date; date <= input.untilDate; date = dayAfter(date)) await this.#day(date);
    return ids;
  }

  async #day(date: string): Promise<void> {
    const { trials } = this.#tools;
    const { wearerId } = this.#job;
    const day = await this.#dayOf(date);
    const sessions = await trials.sessions(wearerId, day.startUs, day.endUs);
    for (const { id } of sessions) if (!this.#at.finished.includes(id)) await this.#analyse(id);
    const row = await this.#compare(date, day, sessions.length > 0);
    const later = new Set((await trials.sessions(wearerId, day.endUs, day.endUs + 1)).map(({ id }) => id));
    const finished = this.#at.finished.filter((id) => later.has(id));
    await this.#advance({ ...this.#at, date: dayAfter(date), finished }, async (queries) => {
      await trials.putDay(queries, this.#job, row);
      await trials.clean(queries, wearerId, day.endUs);
    });
  }

  /** A session from its beginning, or from the checkpoint, to its end: what a day holds rests on what was before it. */
  async #analyse(sessionId: number): Promise<void> {
    const part = await this.#begin(sessionId);
    for await (const block of this.#tools.blocks.blocksByTime(sessionId, PAGE, part.place)) {
      part.take(block);
      if (part.blocks >= PART_BLOCKS) await this.#store(part, false);
      // Whoever is live goes first.
      await breathe();
      if (this.#tools.stopped()) throw new RunStopped('the process ends');
    }
    await this.#store(part, true);
  }

  async #begin(sessionId: number): Promise<SessionPart> {
    const { trials, blocks, ingest } = this.#tools;
    const { posture, rotation, load } = this.#parameters;
    const changed = Object.keys(this.#job.input.parameters).length > 0;
    const options = {
      labels: await ingest.labels(sessionId),
      ...(changed && { parameters: { posture, rotation, load } }),
    };
    const { session } = this.#at;
    if (session?.id !== sessionId) return new SessionPart(sessionId, options);
    const source = await blocks.sourceOf(sessionId);
    const snapshot = await trials.snapshot(sessionId);
    const pipeline = source && snapshot && SessionPipeline.resume(source, snapshot, options);
    // Not its own: another version has begun it.
    if (!pipeline || pipeline.lastUs === null) return new SessionPart(sessionId, options);
    return new SessionPart(sessionId, options, pipeline, session.place);
  }

  async #store(part: SessionPart, ended: boolean): Promise<void> {
    const { wearerId, tenantId } = this.#job;
    const write = await part.write({ wearerId, tenantId }, ended);
    const algorithms = await this.#tools.ingest.algorithmIds();
    const { id: sessionId, place } = part;
    const next: Checkpoint = {
      ...this.#at,
      finished: ended ? [...this.#at.finished, sessionId] : this.#at.finished,
      session: ended || place === null ? null : { id: sessionId, place },
      samples: this.#at.samples + part.takeSamples(),
    };
    await this.#advance(next, async (queries) => {
      if (write !== null) await this.#tools.trials.putTrial(queries, write, algorithms);
    });
  }

  async #compare(date: string, day: LocalDay, hasSamples: boolean): Promise<DayRow> {
    const { trials, database } = this.#tools;
    const { wearerId } = this.#job;
    const shown = await trials.shown(wearerId, date);
    if (!hasSamples) return { date, shown, told: null, reason: NO_RAW };
    const found = await this.#summarise(date);
    if (found === null) return { date, shown, told: null, reason: NO_RAW };
    const span = [wearerId, day.startUs, day.endUs] as const;
    const bouts = mergeBouts([...(await boutsBetween(database, ...span)).values()]);
    const told = {
      algorithm: this.#job.input.algorithms.join(' ') || 'as installed',
      computedUs: null,
      measures: found.summary.measures,
      bouts: compareBouts(bouts, found.bouts),
      seconds: await trials.seconds(...span),
    };
    return { date, shown, told, reason: shown === null ? 'Nothing was shown of this day before.' : null };
  }

  async #summarise(date: string): ReturnType<DaySummariser['summarise']> {
    const { wearerId } = this.#job;
    const { zones, declared } = await this.#clock(date);
    const { calendar, ...day } = this.#parameters;
    return this.#tools.trials.reading((queries) =>
      this.#tools.summariser.summarise(queries, wearerId, date, zones, declared, { day, calendar }),
    );
  }

  async #dayOf(date: string): Promise<LocalDay> {
    const { zones, declared } = await this.#clock(date);
    return dayIn(zones, date, declared);
  }

  async #clock(date: string): Promise<{ zones: DayZones; declared: typeof CALENDAR_PARAMS.declared }> {
    const { database, timeZone, trials } = this.#tools;
    const { wearerId } = this.#job;
    const zones = await zonesOfDay(database, wearerId, date, timeZone);
    const given = this.#parameters.calendar.declared;
    if (given !== CALENDAR_PARAMS.declared) return { zones, declared: given };
    return { zones, declared: (await trials.settings(wearerId))?.activeHours ?? given };
  }

  async #advance(next: Checkpoint, work: Parameters<TrialRepository['advance']>[4]): Promise<void> {
    const { trials, leaseMs } = this.#tools;
    const ticket = await trials.advance(this.#job, next, next.samples / this.#total, leaseMs, work);
    this.#job = { ...this.#job, ticket };
    this.#at = next;
  }
}

/** A session on its way through the pipeline, and what it said since the last checkpoint. */
class SessionPart {
  readonly id: number;
  readonly #options: AnalysisOptions;
  readonly #derived = new DerivedRowsBuilder();
  #pipeline: SessionPipeline | null;
  #place: { readonly t0Us: number; readonly streamUuid: string } | null;
  #blocks = 0;
  #samples = 0;

  constructor(
    id: number,
    options: AnalysisOptions,
    pipeline: SessionPipeline | null = null,
    place: SessionPart['place'] = null,
  ) {
    this.id = id;
    this.#options = options;
    this.#pipeline = pipeline;
    this.#place = place;
  }

  /** After which block it goes on; null: from the first. */
  get place(): { readonly t0Us: number; readonly streamUuid: string } | null {
    return this.#place;
  }

  get blocks(): number {
    return this.#blocks;
  }

  take(row: TimedBlock): void {
    if (this.#pipeline === null) {
      this.#pipeline = SessionPipeline.of(row, this.#options);
      // What an earlier try has left of it.
      this.#derived.beginAnew(row.t0Us);
    }
    this.#blocks++;
    this.#place = { t0Us: row.t0Us, streamUuid: row.streamUuid };
    const columns = ImuColumns.of(row.channels);
    if (this.#pipeline === null || columns === null) return;
    const encodings = row.channels.map(({ encoding }) => encoding);
    const block = unpackBlock(row.payload, encodings);
    this.#samples += block.n;
    this.#derived.add(this.#pipeline.push(block, columns));
  }

  takeSamples(): number {
    const samples = this.#samples;
    this.#samples = 0;
    return samples;
  }

  /** Null: nothing can be said about such samples. */
  async write(
    of: { readonly wearerId: number; readonly tenantId: number },
    ended: boolean,
  ): Promise<SessionWrite | null> {
    this.#blocks = 0;
    if (this.#pipeline === null) return null;
    const state = this.#pipeline.state();
    if (ended) this.#derived.addClosing(this.#pipeline.close());
    const snapshot = state && (await packState(state));
    // What sessions know of the mounting is not for trials to say.
    const derived = { ...this.#derived.take(), events: [] };
    const rest = { streams: [], recomputeFromUs: null, mounting: null, answers: null };
    return { sessionId: this.id, ...of, derived, snapshot, ...rest };
  }
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
