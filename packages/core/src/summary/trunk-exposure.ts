import {
  apdf,
  EVA_ANGLE_DEG,
  EVA_DURATION_S,
  ExposureCollector,
  LOAD_ALGORITHM,
  LOAD_PARAMS,
} from '../measures/load/index.ts';
import type { PostureSecond, PostureState } from '../pipeline/outputs.ts';
import { type Measure, TRUNK_ANGLE_ERROR_DEG } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';

const SECOND_US = 1e6;
const UPRIGHT_OR_SEATED: ReadonlySet<PostureState> = new Set([
  'sitting',
  'standing',
  'walking',
  'running',
  'cycling',
]);
const LEVELS = [10, 50, 90] as const;

/** Exposure variation matrix: seconds per angle band (rows) and uninterrupted-duration band (columns). */
export interface ExposureVariation {
  /** Lower limits of the angle bands, deg; the first row lies below the first of them. */
  readonly angleDeg: readonly number[];
  /** Lower limits of the duration bands, s. */
  readonly durationS: readonly number[];
  readonly seconds: readonly (readonly number[])[];
}

const NO_FLEXION = 'flexion was never known while sitting, standing or on the move';

/** How long the trunk was where, from decided seconds in order of time; lying and unknown seconds interrupt. */
export class TrunkExposure {
  readonly #collector = new ExposureCollector();
  #seconds = 0;
  #nextUs = Number.NaN;

  add(second: PostureSecond): void {
    if (second.tUs !== this.#nextUs) this.#collector.close();
    this.#nextUs = second.tUs + SECOND_US;
    if (second.flexionDeg === null || !UPRIGHT_OR_SEATED.has(second.state)) {
      this.#collector.close();
      return;
    }
    this.#seconds++;
    this.#collector.push(1, second.flexionDeg);
  }

  /** 10th, 50th and 90th percentile of trunk flexion, weighted by time, over a span of `spanS` seconds. */
  measures(spanS: number): Measure[] {
    return LEVELS.map((level) => this.#percentile(level, spanS));
  }

  /** Its interval is the error of the angle itself: over a day of seconds that outweighs the sampling. */
  #percentile(level: number, spanS: number): Measure {
    const value = apdf(this.#collector.exposure, level / 100);
    return {
      id: `flexion_p${level}`,
      value,
      unit: 'deg',
      coverage: Math.min(1, this.#seconds / spanS || 0),
      interval: value === null ? null : [value - TRUNK_ANGLE_ERROR_DEG, value + TRUNK_ANGLE_ERROR_DEG],
      algorithm: LOAD_ALGORITHM,
      parameterHash: parameterHash(LOAD_PARAMS),
      reason: value === null ? NO_FLEXION : null,
    };
  }

  /** The matrix so far; a run that still goes on counts as ended. */
  variation(): ExposureVariation {
    this.#collector.close();
    const width = EVA_DURATION_S.length;
    const { eva } = this.#collector.exposure;
    const rows = Array.from({ length: EVA_ANGLE_DEG.length + 1 }, (_, i) => [
      ...eva.subarray(i * width, (i + 1) * width),
    ]);
    return { angleDeg: EVA_ANGLE_DEG, durationS: EVA_DURATION_S, seconds: rows };
  }
}
