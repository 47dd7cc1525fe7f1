/**
 * Nanoseconds and bytes per update of the orientation filter, beside a calibration loop of the same run.
 * node packages/core/bench/orientation.ts [--json]
 */
import { FixedLagSmoother } from '../src/orientation/fixed-lag-smoother.ts';
import { OrientationFilter } from '../src/orientation/orientation-filter.ts';
import { type SyntheticMotion, synthesise } from '../src/orientation/validation/synthetic.ts';
import type { ImuBatch } from '../src/signal/imu-batch.ts';
import { type BenchResult, calibrationNs, printResults, type Timing, time } from './calibration.ts';

const MOTION: Omit<SyntheticMotion, 'rateHz'> = {
  durationS: 200,
  rateAt: (t) => [Math.sin(3 * t), 0.5 * Math.cos(t), 0.3 * Math.sin(0.5 * t)],
  accelerationAt: (t) => [2 * Math.sin(7 * t), Math.cos(9 * t), 3 * Math.sin(11 * t)],
  fieldUt: [0, 20, -44],
};

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

/** What compiles late would count as the first benchmark's new heap. */
function warmUp(): void {
  const { samples } = synthesise({ ...MOTION, rateHz: 100 });
  for (const run of [sixAxes, nineAxes, accelerationOnly])
    time(
      samples.n,
      () => new OrientationFilter(),
      (filter) => run(filter, samples),
    );
}

function benchOrientation(): BenchResult[] {
  warmUp();
  const calibration = calibrationNs();
  const result = (name: string, { ns, bytes }: Timing): BenchResult => ({
    name,
    nsPerSample: ns,
    ratio: ns / calibration,
    bytesPerSample: Math.max(0, bytes),
  });
  const out: BenchResult[] = [];
  for (const rateHz of [50, 100, 285]) {
    const { samples } = synthesise({ ...MOTION, rateHz });
    const bench = (name: string, run: (filter: OrientationFilter, batch: ImuBatch) => void): void => {
      out.push(
        result(
          `orientation ${name}, ${rateHz} Hz`,
          time(
            samples.n,
            () => new OrientationFilter(),
            (filter) => run(filter, samples),
          ),
        ),
      );
    };
    bench('6D', sixAxes);
    bench('9D', nineAxes);
    if (rateHz !== 100) continue;
    bench('acceleration only', accelerationOnly);
    const smooth = (smoother: FixedLagSmoother): void => {
      smoother.push(samples);
      smoother.flush();
    };
    const smoothed = time(samples.n, () => new FixedLagSmoother(), smooth);
    out.push(result('orientation fixed lag 5 s, 100 Hz', smoothed));
  }
  return out;
}

printResults(benchOrientation());
