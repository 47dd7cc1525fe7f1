import {
  holdingBudgetS,
  LOAD_ALGORITHM,
  LOAD_PARAMS,
  type LoadBand,
  type LoadParams,
} from '../measures/load/index.ts';
import type { LoadRow } from '../pipeline/outputs.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';

const UNKNOWN = 'posture or trunk angle was never known';

/** What a summary keeps of the load rows of a stream of any length. */
export class LoadTally {
  readonly #params: LoadParams;
  #rows = 0;
  #limitedS = 0;
  #overS = 0;
  #longestS = 0;
  #creepRows = 0;
  #creepSum = 0;
  #creepPeak = 0;
  #movementRows = 0;
  #shifts = 0;
  #fidgets = 0;

  constructor(params: LoadParams = LOAD_PARAMS) {
    this.#params = params;
  }

  add(row: LoadRow): void {
    this.#rows++;
    this.#addHolding(row);
    if (row.creep !== null) {
      this.#creepRows++;
      this.#creepSum += row.creep;
      this.#creepPeak = Math.max(this.#creepPeak, row.creep);
    }
    if (row.shifts15min === null || row.fidgets15min === null) return;
    this.#movementRows++;
    this.#shifts += row.shifts15min;
    this.#fidgets += row.fidgets15min;
  }

  /** The measures of what was added, over a span of `spanS` seconds; `flexionRangeDeg` as the stage was told. */
  measures(spanS: number, flexionRangeDeg: number | null): Measure[] {
    const creep = (value: number): number | null => (this.#creepRows > 0 ? value : null);
    const moved = (value: number): number | null =>
      this.#movementRows > 0 ? value / this.#movementRows : null;
    const share = (rows: number): number => Math.min(1, (rows * this.#params.rowS) / spanS || 0);
    const hash = parameterHash({ ...this.#params, flexionRangeDeg });
    const measure = (
      id: string,
      value: number | null,
      unit: string,
      rows: number,
      note: string | null,
    ): Measure => ({
      id,
      value,
      unit,
      coverage: share(rows),
      interval: null,
      algorithm: LOAD_ALGORITHM,
      parameterHash: hash,
      reason: note,
    });
    const known = this.#rows > 0;
    const range = this.#creepRows === 0 ? UNKNOWN : assumedRange(flexionRangeDeg, this.#params);
    const few =
      this.#movementRows > 0 ? null : `needs ${this.#params.stillness.minWindowS / 60} min of sitting`;
    const unknown = known ? null : UNKNOWN;
    return [
      measure('load_holding', known ? this.#longestS : null, 's', this.#rows, unknown),
      measure('load_holding_limited', known ? this.#limitedS : null, 's', this.#rows, unknown),
      measure('load_holding_over_budget', known ? this.#overS : null, 's', this.#rows, unknown),
      measure('load_creep', creep(this.#creepSum / this.#creepRows), '1', this.#creepRows, range),
      measure('load_creep_peak', creep(this.#creepPeak), '1', this.#creepRows, range),
      measure('load_shifts_15min', moved(this.#shifts), '1', this.#movementRows, few),
      measure('load_fidgets_15min', moved(this.#fidgets), '1', this.#movementRows, few),
    ];
  }

  /** Longest hold of one posture band; time in bands with a limit, and of it beyond the limit. */
  #addHolding({ band, holdingS }: LoadRow): void {
    if (band !== 'moving' && band !== 'unknown') this.#longestS = Math.max(this.#longestS, holdingS);
    const budgetS = holdingBudgetS(band as LoadBand, null, this.#params.holding);
    if (budgetS === null) return;
    this.#limitedS += this.#params.rowS;
    if (holdingS > budgetS) this.#overS += this.#params.rowS;
  }
}

function assumedRange(flexionRangeDeg: number | null, params: LoadParams): string | null {
  if (flexionRangeDeg !== null) return null;
  return `the wearer's flexion range is not measured: ${params.creep.nominalRangeDeg} deg are assumed`;
}
