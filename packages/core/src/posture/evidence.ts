import type { Vec3 } from '../mounting/body-frame.ts';
import { type GaitEvidence, gaitEvidence } from '../mounting/gait-forward.ts';
import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { CellRing } from './cell-ring.ts';
import { type Door, doorOf, isSilent } from './door.ts';
import { type Lean, LeanTracker } from './lean-tracker.ts';
import { SAMPLE, SAMPLE_LENGTH } from './posture-sample.ts';
import { type StepEvidence, stepsOf } from './step-evidence.ts';
import { CELL_US, GRID_HZ, type GridSink, UniformGrid } from './uniform-grid.ts';
import { VELOCITY_DELAY_S, VerticalMotion } from './vertical-motion.ts';
import { dominantHz, meanVector, spreadOfMagnitude } from './window-statistics.ts';

const { TIME_US, ACC, UP, ROTATION_DEG } = SAMPLE;
const SECOND_US = 1_000_000;
/** The 5 s window of the published rule: [s - 2 s, s + 3 s). */
const WINDOW_REACH_S = 2;
/** What is told at once about a second looks this far back. */
const NEWS_REACH_S = 2;
/** A row comes this many seconds after the end of its own. */
export const EVIDENCE_DELAY_S = VELOCITY_DELAY_S;
/** Behind a row lie up to 5 s of silence and 3 s before it. */
const RING_S = 16;
const RING_CELLS = RING_S * GRID_HZ;
/** Facts: a silence above 2 s makes the posture unknown, a shorter one keeps it. */
const KEEP_GAP_CELLS = 2 * GRID_HZ;
/** A longer silence gets no rows at all: absent seconds are unknown too. */
const MAX_SILENT_ROWS_S = 3600;
/** Per second: samples, sum of up (3), sum of rotation. */
const SECOND_FIELDS = 5;

/** What is known about a second as soon as it is over. Sensor frame, m/s^2. */
export interface SecondNews {
  readonly tUs: number;
  /** Share of the expected samples that arrived, 0..1. */
  readonly coverage: number;
  /** Mean acceleration over the second; null when nothing arrived. */
  readonly acc: Vec3 | null;
  /** Standard deviation of the acceleration's magnitude over the second and over the last 3 s. */
  readonly sdMps2: number;
  readonly sd3Mps2: number;
  /** Mean "up" of the orientation filter over the second, sensor frame, not of unit length. */
  readonly up: Vec3 | null;
  /** Mean heading against its slowly following neutral, degrees. */
  readonly rotationDeg: number | null;
}

/** What one second of samples says, before anything is decided. Sensor frame, m/s^2. */
export interface EvidenceRow extends Omit<SecondNews, 'sd3Mps2'> {
  /** Most of the second lies in a silence of more than 2 s. */
  readonly lost: boolean;
  /** Mean acceleration over 5 s. */
  readonly acc5: Vec3 | null;
  /** Standard deviation of the acceleration's magnitude over 5 s. */
  readonly sd5Mps2: number;
  /** Strongest frequency of the magnitude over 5 s, Hz. */
  readonly dominantHz: number;
  readonly steps: StepEvidence;
  /** Of the trunk around the fastest vertical moment; null without a gyroscope. */
  readonly lean: Lean | null;
  readonly door: Door;
}

export interface EvidenceSink {
  /** The 5 s around the second of the next row are plain walking. */
  gait?(evidence: GaitEvidence): void;
  /** A second is over. */
  news(news: SecondNews): void;
  /** Everything about a second, {@link EVIDENCE_DELAY_S} later; each second once, in order. */
  row(row: EvidenceRow): void;
}

/** Samples in, one {@link SecondNews} and one {@link EvidenceRow} per UTC second out. */
export class EvidenceBuilder implements GridSink {
  readonly #sink: EvidenceSink;
  readonly #expected: number;
  readonly #grid = new UniformGrid(this);
  readonly #vertical = new VerticalMotion();
  readonly #lean = new LeanTracker();
  readonly #acc = { x: new CellRing(RING_CELLS), y: new CellRing(RING_CELLS), z: new CellRing(RING_CELLS) };
  readonly #seconds = new Float64Array(RING_S * SECOND_FIELDS);
  readonly #sample = new Float64Array(SAMPLE_LENGTH);
  /** First second without a row yet and next cell; -1 before the first sample. */
  readonly #at = new Float64Array([-1, -1]);

  constructor(rateHz: number, sink: EvidenceSink) {
    this.#expected = rateHz;
    this.#sink = sink;
  }

  /** One sample later than all before: us, m/s^2, the filter's up in the sensor frame, heading deviation (deg or NaN). */
  push(tUs: number, acc: Float64Array, up: Float64Array, rotationDeg: number): void {
    const sample = this.#sample;
    sample[TIME_US] = tUs;
    sample.set(acc, ACC);
    sample.set(up, UP);
    sample[ROTATION_DEG] = rotationDeg;
    this.pushSample(sample);
  }

  /** The same from one array, see `posture-sample.ts`, without boxing a number. */
  pushSample(sample: Float64Array): void {
    const second = Math.floor(sample[TIME_US]! / SECOND_US);
    if (this.#at[0] === -1) this.#at[0] = second;
    this.#grid.push(sample);
    const at = (second % RING_S) * SECOND_FIELDS;
    const s = this.#seconds;
    s[at] = s[at]! + 1;
    s[at + 1] = s[at + 1]! + sample[UP]!;
    s[at + 2] = s[at + 2]! + sample[UP + 1]!;
    s[at + 3] = s[at + 3]! + sample[UP + 2]!;
    s[at + 4] = s[at + 4]! + sample[ROTATION_DEG]!;
    this.#lean.push(sample);
  }

  flush(): void {
    this.#grid.flush();
    this.#finish();
  }

  cell(index: number, x: number, y: number, z: number): void {
    this.#acc.x.set(index, x);
    this.#acc.y.set(index, y);
    this.#acc.z.set(index, z);
    this.#at[1] = index + 1;
    if (index % GRID_HZ === GRID_HZ - 1) this.#complete((index + 1) / GRID_HZ - 1);
  }

  missing(from: number, to: number): void {
    if (to <= from + MAX_SILENT_ROWS_S * GRID_HZ) {
      this.#advance(from, to);
      return;
    }
    this.#finish();
    for (const ring of [this.#acc.x, this.#acc.y, this.#acc.z]) ring.clear();
    this.#vertical.clear();
    this.#lean.clear();
    this.#at[0] = Math.floor(to / GRID_HZ);
    this.#at[1] = to;
  }

  snapshot(): Snapshot {
    const { x, y, z } = this.#acc;
    return {
      grid: this.#grid.snapshot(),
      vertical: this.#vertical.snapshot(),
      x: x.encode(),
      y: y.encode(),
      z: z.encode(),
      lean: this.#lean.snapshot(),
      seconds: encodeNumbers(this.#seconds),
      at: encodeNumbers(this.#at),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#grid.restore(snapshot.grid as Snapshot);
    this.#vertical.restore(snapshot.vertical as Snapshot);
    this.#acc.x.decode(snapshot.x, 'evidence.x');
    this.#acc.y.decode(snapshot.y, 'evidence.y');
    this.#acc.z.decode(snapshot.z, 'evidence.z');
    this.#lean.restore(snapshot.lean as Snapshot);
    decodeNumbers(snapshot.seconds, this.#seconds, 'evidence.seconds');
    decodeNumbers(snapshot.at, this.#at, 'evidence.at');
  }

  /** Gives every second that has begun its row, as if silence followed. */
  #finish(): void {
    if (this.#at[1]! < 0) return;
    const last = Math.floor((this.#at[1]! - 1) / GRID_HZ);
    this.#advance(this.#at[1]!, (last + 1) * GRID_HZ);
    for (let i = this.#at[1]!; i < (last + EVIDENCE_DELAY_S + 1) * GRID_HZ; i++) this.#silentCell(i);
  }

  #advance(from: number, to: number): void {
    for (let i = from; i < to; i++) this.cell(i, Number.NaN, Number.NaN, Number.NaN);
  }

  /** Beyond the end: lets rows out, tells no news. */
  #silentCell(index: number): void {
    for (const ring of [this.#acc.x, this.#acc.y, this.#acc.z]) ring.set(index, Number.NaN);
    if (index % GRID_HZ === GRID_HZ - 1) this.#tellRow((index + 1) / GRID_HZ - 1);
  }

  #complete(second: number): void {
    if (second >= this.#at[0]!) this.#sink.news(this.#news(second));
    this.#tellRow(second);
  }

  #tellRow(complete: number): void {
    this.#vertical.advance(complete, this.#acc);
    const second = complete - EVIDENCE_DELAY_S;
    if (second < this.#at[0]!) return;
    this.#at[0] = second + 1;
    this.#tellGait(second);
    this.#sink.row(this.#row(second));
    const at = (second % RING_S) * SECOND_FIELDS;
    this.#seconds.fill(0, at, at + SECOND_FIELDS);
  }

  #tellGait(second: number): void {
    if (!this.#sink.gait) return;
    const from = (second - WINDOW_REACH_S) * GRID_HZ;
    const evidence = gaitEvidence(this.#columns(), from, from + (2 * WINDOW_REACH_S + 1) * GRID_HZ, GRID_HZ);
    if (evidence) this.#sink.gait(evidence);
  }

  #news(second: number): SecondNews {
    const first = second * GRID_HZ;
    const columns = this.#columns();
    return {
      ...this.#means(second),
      acc: meanVector(columns, first, first + GRID_HZ),
      sdMps2: spreadOfMagnitude(columns, first, first + GRID_HZ),
      sd3Mps2: spreadOfMagnitude(columns, first - NEWS_REACH_S * GRID_HZ, first + GRID_HZ),
    };
  }

  #row(second: number): EvidenceRow {
    const first = second * GRID_HZ;
    const from = first - WINDOW_REACH_S * GRID_HZ;
    const to = first + (WINDOW_REACH_S + 1) * GRID_HZ;
    const columns = this.#columns();
    const fastest = this.#vertical.fastest(second);
    return {
      ...this.#means(second),
      lost: this.#lost(first),
      acc: meanVector(columns, first, first + GRID_HZ),
      acc5: meanVector(columns, from, to),
      sdMps2: spreadOfMagnitude(columns, first, first + GRID_HZ),
      sd5Mps2: spreadOfMagnitude(columns, from, to),
      dominantHz: dominantHz(columns, from, to),
      steps: stepsOf(first, this.#acc, this.#vertical),
      lean: this.#lean.around(fastest.cell * CELL_US),
      door: doorOf(first, this.#acc, fastest),
    };
  }

  #columns() {
    const { x, y, z } = this.#acc;
    return { x: x.values, y: y.values, z: z.values };
  }

  #means(second: number): Pick<SecondNews, 'tUs' | 'coverage' | 'up' | 'rotationDeg'> {
    const at = (second % RING_S) * SECOND_FIELDS;
    const [n, x, y, z, rotation] = this.#seconds.subarray(at, at + SECOND_FIELDS) as unknown as Sums;
    const rotationDeg = n > 0 ? rotation / n : Number.NaN;
    return {
      tUs: second * GRID_HZ * CELL_US,
      coverage: Math.min(1, n / this.#expected),
      up: n > 0 ? [x / n, y / n, z / n] : null,
      rotationDeg: Number.isFinite(rotationDeg) ? rotationDeg : null,
    };
  }

  /** More than half of the second belongs to silences longer than 2 s. */
  #lost(first: number): boolean {
    let lost = 0;
    for (let i = first; i < first + GRID_HZ; i++) {
      if (isSilent(this.#acc, i) && this.#silenceAround(i) > KEEP_GAP_CELLS) lost++;
    }
    return lost > GRID_HZ / 2;
  }

  #silenceAround(index: number): number {
    let from = index;
    let to = index + 1;
    while (index - from <= KEEP_GAP_CELLS && isSilent(this.#acc, from - 1)) from--;
    while (to - index <= KEEP_GAP_CELLS && isSilent(this.#acc, to)) to++;
    return to - from;
  }
}

type Sums = readonly [n: number, x: number, y: number, z: number, rotation: number];
