import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type Bout,
  type ImuBatch,
  type PostureParams,
  type PostureSecond,
  THIGH_ALGORITHM,
  THIGH_SEATED_DEG,
  ThighPosture,
  type ThighSecond,
  withThigh,
} from '@plumbline/core';
import {
  type OpenedRecording,
  openRecording,
  PlaceError,
  RecordingError,
  RecordingUnits,
} from '@plumbline/formats';
import { LeftOutRows } from './left-out-rows.ts';

const US_PER_S = 1e6;
const REMEDY_FILE = 'give --thigh a recording (.csv or .csv.gz) that can be read';
const REMEDY_SPAN = 'give --thigh a recording of the same time, with t_us by the same clock';
const NO_WALK =
  'the thigh sensor saw no walking in which to find its upright: record a walk of half a minute';

interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

/** What `summary.json` tells of the sensor on the thigh. */
export interface ThighFacts extends Span {
  readonly source: 'thigh';
  /** Name of its file. */
  readonly recording: string;
  readonly rateHz: number;
  readonly algorithm: string;
  /** Shares of the analysed seconds, 0..1: whose inclination is known, and whose posture it changed. */
  readonly coverage: number;
  readonly changed: number;
  /** Inclination against walking from which on the wearer sits, degrees. */
  readonly thresholdDeg: number;
  readonly thresholdSource: string;
  /** Why nothing is known; null where something is. */
  readonly reason: string | null;
}

/**
 * Reads the recording of a sensor on the thigh; one small record per second of it stays in memory.
 * @throws RecordingError naming what cannot be read, or cannot be in the units of its columns.
 */
export async function openThigh(
  path: string,
  params: PostureParams,
  stop?: AbortSignal,
): Promise<ThighSource> {
  try {
    const leftOut = new LeftOutRows();
    const recording = await openRecording(path, leftOut.leniency);
    const reader = new ThighReader(recording, leftOut, params);
    const units = new RecordingUnits(recording.rateHz);
    for await (const batch of recording.batches) {
      units.take(batch);
      reader.take(batch);
      await setImmediate();
      stop?.throwIfAborted();
    }
    units.check();
    return new ThighSource(path, params, reader);
  } catch (cause) {
    if (!(cause instanceof RecordingError)) throw cause;
    const problem = `cannot be used (${cause.message})`;
    const Told = cause instanceof PlaceError ? PlaceError : RecordingError;
    throw new Told({
      line: 0,
      field: 'thigh',
      value: path,
      problem,
      remedy: REMEDY_FILE,
      cause: cause.cause,
    });
  }
}

class ThighReader {
  readonly rateHz: number;
  readonly #leftOut: LeftOutRows;
  readonly #posture: ThighPosture;
  readonly #seconds: ThighSecond[] = [];
  readonly #acc = new Float64Array(3);
  #firstUs = Number.NaN;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor({ rateHz }: OpenedRecording, leftOut: LeftOutRows, params: PostureParams) {
    this.rateHz = rateHz;
    this.#leftOut = leftOut;
    this.#posture = new ThighPosture(rateHz, params);
  }

  /** Rows that are not later than the one before change nothing. */
  take({ n, tUs, accMps2: { x, y, z } }: ImuBatch): void {
    for (let i = 0; i < n; i++) {
      if (!(tUs[i]! > this.#lastUs)) continue;
      if (Number.isNaN(this.#firstUs)) this.#firstUs = tUs[i]!;
      this.#lastUs = tUs[i]!;
      this.#acc[0] = x[i]!;
      this.#acc[1] = y[i]!;
      this.#acc[2] = z[i]!;
      this.#posture.push(tUs[i]!, this.#acc);
    }
    for (const second of this.#posture.drain()) this.#seconds.push(second);
  }

  finish(): readonly ThighSecond[] {
    return [...this.#seconds, ...this.#posture.flush()];
  }

  /** What the user should know of its rows, one sentence each. */
  get notes(): string[] {
    const { note } = this.#leftOut;
    return note === null ? [] : [`of the thigh's recording ${note}`];
  }

  get span(): Span {
    return { startUs: this.#firstUs, endUs: this.#lastUs + Math.round(US_PER_S / this.rateHz) };
  }
}

/** The thigh's word on the seconds of the back, and the bouts that follow from them. */
export class ThighSource {
  readonly #path: string;
  readonly #params: PostureParams;
  readonly #rateHz: number;
  readonly #span: Span;
  readonly notes: readonly string[];
  readonly #inclinations: ReadonlyMap<number, ThighSecond>;
  /** As the back alone told them; revised again by another telling of the same second. */
  readonly #before = new Map<number, PostureSecond['state']>();
  /** All of the analysis: bouts are built from the whole. */
  readonly #decided: PostureSecond[] = [];
  #seen = 0;
  #changed = 0;

  constructor(path: string, params: PostureParams, reader: ThighReader) {
    this.#path = path;
    this.#params = params;
    this.#rateHz = reader.rateHz;
    this.#span = reader.span;
    this.notes = reader.notes;
    const known = reader.finish().filter(({ inclinationDeg }) => inclinationDeg !== null);
    this.#inclinations = new Map(known.map((second) => [second.tUs, second]));
  }

  /** The same seconds; keeps only what the back said of those that are not decided. */
  readonly revise = (seconds: readonly PostureSecond[]): readonly PostureSecond[] => {
    for (const { tUs, state } of seconds) this.#before.set(tUs, state);
    const thigh = seconds.flatMap(({ tUs }) => this.#inclinations.get(tUs) ?? []);
    return withThigh(seconds, thigh, this.#params).seconds;
  };

  /** A revised second that will not be revised any more, in order of time. */
  decided(second: PostureSecond): void {
    this.#decided.push(second);
    if (this.#inclinations.has(second.tUs)) this.#seen++;
    if (this.#before.get(second.tUs) !== second.state) this.#changed++;
    this.#before.delete(second.tUs);
  }

  bouts(): readonly Bout[] {
    return withThigh(this.#decided, [], this.#params).bouts;
  }

  /** @throws RecordingError where no moment lies in both recordings. */
  checkOverlap({ startUs, endUs }: Span): void {
    const own = this.#span;
    if (own.startUs < endUs && own.endUs > startUs) return;
    const problem = `holds ${spanText(own)}, the recording ${spanText({ startUs, endUs })}, no time in both`;
    throw new RecordingError({ line: 0, field: 'thigh', value: this.#path, problem, remedy: REMEDY_SPAN });
  }

  facts(): ThighFacts {
    const all = Math.max(1, this.#decided.length);
    return {
      source: 'thigh',
      recording: basename(this.#path),
      rateHz: this.#rateHz,
      ...this.#span,
      algorithm: THIGH_ALGORITHM,
      coverage: this.#seen / all,
      changed: this.#changed / all,
      thresholdDeg: THIGH_SEATED_DEG,
      thresholdSource: 'Skotte et al. 2014, doi:10.1123/jpah.2011-0347',
      reason: this.#inclinations.size === 0 ? NO_WALK : null,
    };
  }
}

function spanText({ startUs, endUs }: Span): string {
  return `t_us ${startUs} to ${endUs}`;
}
