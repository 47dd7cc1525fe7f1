import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../pipeline/stage.ts';
import { LeanTracker } from './lean-tracker.ts';
import { SAMPLE, SAMPLE_LENGTH } from './posture-sample.ts';

const RATE_HZ = 50;
const MOMENT_US = 6_000_000;
const RAD = Math.PI / 180;

/** Forward tilt in degrees at a time in s. */
type Tilt = (s: number) => number;

function samples(tiltDeg: Tilt, gyroscope = true, sideways = 0): Float64Array[] {
  return Array.from({ length: 12 * RATE_HZ }, (_, i) => {
    const sample = new Float64Array(SAMPLE_LENGTH);
    const tilt = tiltDeg(i / RATE_HZ) * RAD;
    sample[SAMPLE.TIME_US] = (i * 1e6) / RATE_HZ;
    const [c, s] = [Math.cos(sideways), Math.sin(sideways)];
    sample.set([Math.cos(tilt), s * Math.sin(tilt), -c * Math.sin(tilt)], SAMPLE.UP);
    sample[SAMPLE.ROTATION_DEG] = gyroscope ? 0 : Number.NaN;
    return sample;
  });
}

function leanOf(tiltDeg: Tilt, sideways = 0) {
  const tracker = new LeanTracker();
  for (const sample of samples(tiltDeg, true, sideways)) tracker.push(sample);
  return tracker.around(MOMENT_US)!;
}

/** Out to `peakDeg` and back to `afterDeg`, 1 s each way. */
const nod =
  (peakDeg: number, afterDeg: number): Tilt =>
  (s) => {
    if (s < 5) return 0;
    if (s < 6) return peakDeg * (s - 5);
    return s < 7 ? peakDeg + (afterDeg - peakDeg) * (s - 6) : afterDeg;
  };

describe('the lean of a moment', () => {
  it('is how far the trunk went out and back, and for how long beyond half of it', () => {
    const { deg, durationS, stepDeg } = leanOf(nod(20, 0));
    expect(deg).toBeGreaterThan(17);
    expect(deg).toBeLessThanOrEqual(20);
    expect(durationS).toBeCloseTo(1, 0);
    expect(stepDeg).toBeCloseTo(0, 6);
  });

  it('counts only what goes beyond the way from one tilt to the other', () => {
    const slump = leanOf((s) => -25 * Math.min(1, Math.max(0, s - 5.5)));
    expect(slump.deg).toBeCloseTo(0, 6);
    expect(slump.stepDeg).toBeCloseTo(25, 6);
    const sitDown = leanOf(nod(15, -20));
    expect(sitDown.deg).toBeGreaterThan(12);
    expect(sitDown.stepDeg).toBeCloseTo(20, 6);
  });

  it('is the same to any side: no axis is asked for', () => {
    expect(leanOf(nod(-20, 0))).toEqual(leanOf(nod(20, 0)));
    const [ahead, across] = [leanOf(nod(15, -20)), leanOf(nod(15, -20), 1.9)];
    expect(across).toEqual({
      deg: expect.closeTo(ahead.deg, 9),
      durationS: ahead.durationS,
      stepDeg: expect.closeTo(ahead.stepDeg, 9),
    });
  });

  it('is not known without a gyroscope, before its seconds have come, or across a loss', () => {
    const without = new LeanTracker();
    for (const sample of samples(nod(20, 0), false)) without.push(sample);
    expect(without.around(MOMENT_US)).toBeNull();
    const early = new LeanTracker();
    for (const sample of samples(nod(20, 0)).slice(0, 7 * RATE_HZ)) early.push(sample);
    expect(early.around(MOMENT_US)).toBeNull();
    const lost = new LeanTracker();
    for (const sample of samples(nod(20, 0))) if (!(sample[0]! > 3e6 && sample[0]! < 5e6)) lost.push(sample);
    expect(lost.around(MOMENT_US)).toBeNull();
  });

  it('goes on from a snapshot after any sample as if nothing had happened', () => {
    const whole = new LeanTracker();
    let tracker = new LeanTracker();
    for (const sample of samples(nod(20, 0))) {
      whole.push(sample);
      tracker.push(sample);
      const frozen = JSON.stringify(tracker.snapshot());
      tracker = new LeanTracker();
      tracker.restore(JSON.parse(frozen) as Snapshot);
    }
    expect(tracker.snapshot()).toEqual(whole.snapshot());
    expect(tracker.around(MOMENT_US)).toEqual(whole.around(MOMENT_US));
  });
});
