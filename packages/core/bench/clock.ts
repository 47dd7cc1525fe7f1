/**
 * Nanoseconds per sample of the sample clock, beside a calibration loop of the same run.
 * node packages/core/bench/clock.ts [--json]
 */
import { nanosecondsPerSample } from '../src/clock/clock.bench.ts';
import { calibrationNs, printResults } from './calibration.ts';

const RATE_HZ = 100;
const calibration = calibrationNs();
const results = [true, false].map((device) => {
  const ns = Math.min(...Array.from({ length: 3 }, () => nanosecondsPerSample(RATE_HZ, device)));
  const name = `sample clock, ${device ? 'device clock' : 'no clock'}, ${RATE_HZ} Hz`;
  return { name, nsPerSample: ns, ratio: ns / calibration, bytesPerSample: null };
});
printResults(results);
