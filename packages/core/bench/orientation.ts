/**
 * Nanoseconds and bytes per update of the orientation filter, beside a calibration loop of the same run.
 * node packages/core/bench/orientation.ts [--json]
 */
import { FixedLagSmoother } from '../src/orientation/fixed-lag-smoother.ts';
import { OrientationFilter } from '../src/orientation/orientation-filter.ts';
import { synthesise } from '../src/orientation/validation/synthetic.ts';
import type { ImuBatch } from '../src/signal/imu-batch.ts';

export interface BenchResult {
  readonly name: string;
  readonly nsPerSample: number;
  /** Of the calibration loop's time per pass: comparable between machines and loads. */
  readonly ratio: number;
  readonly bytesPerSample: number;
}

const ROUNDS = 15;
const DURATION_S = 200;
const CALIBRATION_PASSES = 200_000;
/** What one pass of the calibration loop does, so that its time is near that of an update. */
const CALIBRATION_STEPS = 40;

/** CPU time of this process, ns: other processes' load does not count. */
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** A dependent chain of multiplications, additions and a root, over a small typed array. */
function calibrationLoop(): number {
  const a = Float64Array.from({ length: CALIBRATION_STEPS }, (_, i) => 1 + i / 1000);
  let x = 1;
  for (let pass = 0; pass < CALIBRATION_PASSES; pass++) {
    for (let i = 0; i < CALIBRATION_STEPS; i++) x = x * a[i]! + 0.5;
    x = Math.sqrt(x) / (1 + x);
  }
  return x;
}

interface Timing {
  readonly ns: number;
  readonly bytes: number;
}

/** Best of several rounds; the bytes are those of the last round, when everything is compiled. */
function time(n: number, run: () => unknown): Timing {
  let ns = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const heap = process.memoryUsage().heapUsed;
    const start = cpuNs();
    run();
    ns = Math.min(ns, (cpuNs() - start) / n);
    bytes = (process.memoryUsage().heapUsed - heap) / n;
  }
  return { ns, bytes };
}

function sixAxes(filter: OrientationFilter, { n, tUs, accMps2, gyrRadps }: ImuBatch): void {
  for (let i = 0; i < n; i++) filter.updateRow(tUs, accMps2, gyrRadps!, i);
}

function nineAxes(filter: OrientationFilter, { n, tUs, accMps2, gyrRadps, magUt }: ImuBatch): void {
  for (let i = 0; i < n; i++) {
    filter.updateRow(tUs, accMps2, gyrRadps!, i);
    filter.updateMagRow(magUt!, i);
  }
}

function accelerationOnly(filter: OrientationFilter, { n, tUs, accMps2 }: ImuBatch): void {
  for (let i = 0; i < n; i++) filter.updateAccRow(tUs, accMps2, i);
}

export function benchOrientation(): BenchResult[] {
  const calibration = time(CALIBRATION_PASSES, calibrationLoop).ns;
  const result = (name: string, { ns, bytes }: Timing): BenchResult => ({
    name,
    nsPerSample: ns,
    ratio: ns / calibration,
    bytesPerSample: Math.max(0, bytes),
  });
  const out: BenchResult[] = [];
  for (const rateHz of [50, 100, 285]) {
    const { samples } = synthesise({
      rateHz,
      durationS: DURATION_S,
      rateAt: (t) => [Math.sin(3 * t), 0.5 * Math.cos(t), 0.3 * Math.sin(0.5 * t)],
      accelerationAt: (t) => [2 * Math.sin(7 * t), Math.cos(9 * t), 3 * Math.sin(11 * t)],
      fieldUt: [0, 20, -44],
    });
    const bench = (name: string, run: (filter: OrientationFilter, batch: ImuBatch) => void): void => {
      out.push(
        result(
          `orientation ${name}, ${rateHz} Hz`,
          time(samples.n, () => run(new OrientationFilter(), samples)),
        ),
      );
    };
    bench('6D', sixAxes);
    bench('9D', nineAxes);
    if (rateHz !== 100) continue;
    bench('acceleration only', accelerationOnly);
    const smooth = (): void => {
      const smoother = new FixedLagSmoother();
      smoother.push(samples);
      smoother.flush();
    };
    out.push(result('orientation fixed lag 5 s, 100 Hz', time(samples.n, smooth)));
  }
  return out;
}

if (import.meta.main) {
  const results = benchOrientation();
  if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 1));
  else {
    console.log('| stage | ns per sample | of a calibration pass | bytes per sample |\n|---|---|---|---|');
    for (const r of results) {
      const cells = [r.nsPerSample.toFixed(0), r.ratio.toFixed(2), r.bytesPerSample.toFixed(1)];
      console.log(`| ${r.name} | ${cells.join(' | ')} |`);
    }
  }
}
