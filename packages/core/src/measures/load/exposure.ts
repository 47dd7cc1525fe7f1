/** Lower limits of the angle bands in degrees; below the first there is one more band. */
export const EVA_ANGLE_DEG = [-20, -10, 0, 10, 20, 30, 45, 60, 90] as const;
/** Lower limits of the duration bands in seconds. */
export const EVA_DURATION_S = [
  0, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800,
] as const;

const ANGLE_BANDS = EVA_ANGLE_DEG.length + 1;
const DURATION_BANDS = EVA_DURATION_S.length;
const LOWEST_DEG = -120;
const HIGHEST_DEG = 180;
const BIN_DEG = 0.5;
const BINS = (HIGHEST_DEG - LOWEST_DEG) / BIN_DEG;

/** Seconds per angle band (rows, ascending) and duration band (columns, ascending), and per half degree. */
export interface Exposure {
  readonly eva: Float64Array;
  readonly histogram: Float64Array;
}

export function createExposure(): Exposure {
  return { eva: new Float64Array(ANGLE_BANDS * DURATION_BANDS), histogram: new Float64Array(BINS) };
}

/** Exposures of separate stretches add up. */
export function addExposures(a: Exposure, b: Exposure): Exposure {
  return {
    eva: a.eva.map((v, i) => v + b.eva[i]!),
    histogram: a.histogram.map((v, i) => v + b.histogram[i]!),
  };
}

/** Seconds in an angle band and duration band of the exposure variation matrix. */
export function evaSeconds(exposure: Exposure, angleBand: number, durationBand: number): number {
  return exposure.eva[angleBand * DURATION_BANDS + durationBand]!;
}

/** Index of the band that holds `value`: half-open bands, `lower[i]` belongs to the band above it. */
export function bandIndex(lower: readonly number[], value: number): number {
  let i = 0;
  while (i < lower.length && value >= lower[i]!) i++;
  return i;
}

/**
 * Level below which the trunk was for `share` of the time (APDF), weighted by dt; linear within a bin of half
 * a degree, null when nothing was seen.
 */
export function apdf(exposure: Exposure, share: number): number | null {
  const total = exposure.histogram.reduce((sum, s) => sum + s, 0);
  if (total === 0) return null;
  let left = share * total;
  for (let i = 0; i < BINS; i++) {
    const inBin = exposure.histogram[i]!;
    if (inBin > 0 && left <= inBin) return LOWEST_DEG + (i + left / inBin) * BIN_DEG;
    left -= inBin;
  }
  return HIGHEST_DEG;
}

/** Collects an exposure from a stream of angles; a run in one band is entered when it ends. */
export class ExposureCollector {
  readonly exposure: Exposure = createExposure();
  #band = -1;
  #runS = 0;

  push(dtS: number, angleDeg: number): void {
    const band = bandIndex(EVA_ANGLE_DEG, angleDeg);
    if (band !== this.#band) this.close();
    this.#band = band;
    this.#runS += dtS;
    const bin = Math.floor((angleDeg - LOWEST_DEG) / BIN_DEG);
    this.exposure.histogram[Math.min(BINS - 1, Math.max(0, bin))]! += dtS;
  }

  /** Ends the present run: a gap, or the end of the stream. */
  close(): void {
    if (this.#band < 0) return;
    const duration = bandIndex(EVA_DURATION_S, this.#runS) - 1;
    this.exposure.eva[this.#band * DURATION_BANDS + duration]! += this.#runS;
    this.#band = -1;
    this.#runS = 0;
  }

  snapshot(): unknown {
    const { eva, histogram } = this.exposure;
    return { eva: sparse(eva), histogram: sparse(histogram), band: this.#band, runS: this.#runS };
  }

  restore(snapshot: unknown): void {
    const s = snapshot as { eva: Sparse; histogram: Sparse; band: number; runS: number };
    fill(this.exposure.eva, s.eva);
    fill(this.exposure.histogram, s.histogram);
    this.#band = s.band;
    this.#runS = s.runS;
  }
}

type Sparse = readonly (readonly [number, number])[];

/** Most cells are empty: a snapshot holds the others. */
function sparse(values: Float64Array): Sparse {
  return [...values.entries()].filter(([, value]) => value !== 0);
}

function fill(into: Float64Array, cells: Sparse): void {
  into.fill(0);
  for (const [i, value] of cells) into[i] = value;
}
