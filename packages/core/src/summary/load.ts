import {
  holdingBudgetS,
  LOAD_ALGORITHM,
  LOAD_PARAMS,
  type LoadBand,
  type LoadParams,
} from '../measures/load/index.ts';
import type { BreakCredit, LoadRow } from '../pipeline/outputs.ts';
import { type Measure, TRUNK_ANGLE_ERROR_DEG } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';
import { rareEventsInterval } from './rare-events.ts';

const UNKNOWN = 'posture or trunk angle was never known';
const S_PER_MIN = 60;
/** Held bands; walking holds nothing, and lying is rest. */
const NOT_HELD: ReadonlySet<string> = new Set(['moving', 'lying', 'unknown']);

/** Sum, count and peak of a number that is not always known. */
class Level {
  rows = 0;
  sum = 0;
  peak = 0;

  add(value: number | null | undefined): void {
    if (value === null || value === undefined) return;
    this.rows++;
    this.sum += value;
    this.peak = Math.max(this.peak, value);
  }

  get mean(): number | null {
    return this.rows > 0 ? this.sum / this.rows : null;
  }

  get highest(): number | null {
    return this.rows > 0 ? this.peak : null;
  }
}

/** What a summary keeps of the load rows of a stream of any length. */
export class LoadTally {
  readonly #params: LoadParams;
  readonly #creep = new Level();
  readonly #leaning = new Level();
  readonly #shifts = new Level();
  readonly #fidgets = new Level();
  readonly #recovered = new Level();
  /** Rows with a known posture, and of them those with a known trunk band. */
  #seenRows = 0;
  #bandRows = 0;
  #limitedS = 0;
  #comfortableS = 0;
  #overS = 0;
  #longestS = 0;
  #breaks = 0;
  #breakMin = 0;

  constructor(params: LoadParams = LOAD_PARAMS) {
    this.#params = params;
  }

  add(row: LoadRow): void {
    if (isSeen(row)) this.#seenRows++;
    if (row.band !== 'unknown') this.#addHolding(row);
    this.#creep.add(row.creep);
    this.#leaning.add(row.leaning);
    // On the feet a row repeats what sitting came to last: time that passes there says nothing new.
    if ((row.posture ?? 'sitting') !== 'sitting') return;
    this.#shifts.add(row.shifts15min);
    this.#fidgets.add(row.fidgets15min);
  }

  addBreak({ minutes, creepRecovered }: BreakCredit): void {
    this.#breaks++;
    this.#breakMin += minutes;
    this.#recovered.add(creepRecovered);
  }

  /** The measures of what was added, over a span of `spanS` seconds; `flexionRangeDeg` as the stage was told. */
  measures(spanS: number, flexionRangeDeg: number | null): Measure[] {
    const measure = this.#measureOf(spanS, flexionRangeDeg);
    return [
      ...this.#holdingMeasures(measure),
      ...this.#creepMeasures(measure, flexionRangeDeg),
      ...this.#movementMeasures(measure),
      ...this.#breakMeasures(measure),
    ];
  }

  #measureOf(spanS: number, flexionRangeDeg: number | null): MakeMeasure {
    const hash = parameterHash({ ...this.#params, flexionRangeDeg });
    return (id, value, unit, rows, reason, interval = null) => ({
      id,
      value,
      unit,
      coverage: Math.min(1, (rows * this.#params.rowS) / spanS || 0),
      interval,
      algorithm: LOAD_ALGORITHM,
      parameterHash: hash,
      reason,
    });
  }

  #holdingMeasures(measure: MakeMeasure): Measure[] {
    const rows = this.#bandRows;
    const of = (id: string, value: number): Measure =>
      measure(id, rows > 0 ? value : null, 's', rows, rows > 0 ? null : UNKNOWN);
    return [
      of('load_holding', this.#longestS),
      of('load_holding_limited', this.#limitedS),
      of('load_holding_over_comfortable', this.#limitedS - this.#comfortableS),
      of('load_holding_over_budget', this.#overS),
    ];
  }

  /** Mean and peak of creep change by no more than the flexion share it follows does, whose error is the angle's. */
  #creepMeasures(measure: MakeMeasure, flexionRangeDeg: number | null): Measure[] {
    const { rows, mean, highest } = this.#creep;
    const note = rows === 0 ? UNKNOWN : assumedRange(flexionRangeDeg, this.#params);
    const error = TRUNK_ANGLE_ERROR_DEG / (flexionRangeDeg ?? this.#params.creep.nominalRangeDeg);
    const around = (value: number | null) => (value === null ? null : within01(value, error));
    const leaning = this.#leaning.rows > 0 ? 'a model with recalled constants' : UNKNOWN;
    return [
      measure('load_creep', mean, '1', rows, note, around(mean)),
      measure('load_creep_peak', highest, '1', rows, note, around(highest)),
      measure('load_leaning_peak', this.#leaning.highest, '1', this.#leaning.rows, leaning),
    ];
  }

  /** Against the field norm; the wearer's own usual is the better comparison once there is one. */
  #movementMeasures(measure: MakeMeasure): Measure[] {
    const { minWindowS, norm } = this.#params.stillness;
    const of = (name: 'shifts' | 'fidgets', { rows, mean }: Level): Measure[] => {
      const few = rows > 0 ? null : `needs ${minWindowS / S_PER_MIN} min of sitting`;
      const interval = this.#intervalOfRate(mean, rows);
      const ofNorm = mean === null ? null : mean / norm[name];
      return [
        measure(`load_${name}_15min`, mean, '1', rows, few, interval),
        measure(`load_${name}_of_norm`, ofNorm, '1', rows, few, interval && scaled(interval, norm[name])),
      ];
    };
    return [...of('shifts', this.#shifts), ...of('fidgets', this.#fidgets)];
  }

  /** Of a count that varies as rare events do. Before the first row of it there was sitting without one. */
  #intervalOfRate(perWindow: number | null, rows: number): readonly [number, number] | null {
    const { rowS, stillness } = this.#params;
    if (perWindow === null) return null;
    const windows = (stillness.minWindowS + (rows - 1) * rowS) / stillness.windowS;
    return scaled(rareEventsInterval(perWindow * windows), windows);
  }

  #breakMeasures(measure: MakeMeasure): Measure[] {
    const rows = this.#seenRows;
    const of = (id: string, value: number, unit: string): Measure =>
      measure(id, rows > 0 ? value : null, unit, rows, rows > 0 ? null : UNKNOWN);
    const { mean } = this.#recovered;
    const none = mean === null ? 'no break after a known creep' : null;
    return [
      of('load_breaks', this.#breaks, '1'),
      of('load_break_time', this.#breakMin, 'min'),
      measure('load_break_creep_recovered', mean, '1', rows, none),
    ];
  }

  /** Longest hold of one posture band; time in bands with a limit, and of it beyond the limit. */
  #addHolding({ band, holdingS, budgetShare }: LoadRow): void {
    this.#bandRows++;
    if (!NOT_HELD.has(band)) this.#longestS = Math.max(this.#longestS, holdingS);
    const budgetS = holdingBudgetS(band as LoadBand, null, this.#params.holding);
    if (budgetS === null) return;
    this.#limitedS += this.#params.rowS;
    // The share knows the angles; a row from elsewhere may not carry it.
    const share = budgetShare ?? holdingS / budgetS;
    if (share <= this.#params.holding.comfortableShare) this.#comfortableS += this.#params.rowS;
    if (share > 1) this.#overS += this.#params.rowS;
  }
}

/** Rows of earlier versions do not tell the posture. */
function isSeen({ band, posture }: LoadRow): boolean {
  return posture === undefined ? band !== 'unknown' : posture !== 'unknown' && posture !== 'not_worn';
}

type MakeMeasure = (
  id: string,
  value: number | null,
  unit: string,
  rows: number,
  reason: string | null,
  interval?: readonly [number, number] | null,
) => Measure;

function within01(value: number, error: number): [number, number] {
  return [Math.max(0, value - error), Math.min(1, value + error)];
}

function scaled([low, high]: readonly [number, number], by: number): [number, number] {
  return [low / by, high / by];
}

function assumedRange(flexionRangeDeg: number | null, params: LoadParams): string | null {
  if (flexionRangeDeg !== null) return null;
  return `the wearer's flexion range is not measured: ${params.creep.nominalRangeDeg} deg are assumed`;
}
