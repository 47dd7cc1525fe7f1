import { describe, expect, it } from 'vitest';
import { RAD_PER_DEG, SAMPLE, SAMPLE_LENGTH } from './sample.ts';
import { Strapdown } from './strapdown.ts';

const { DT_S, RATE } = SAMPLE;
const NO_BIAS = new Float64Array(3);
type RateAt = (tS: number) => readonly [number, number, number];

function integrate(rateAt: RateAt, times: readonly number[], bias = NO_BIAS): Strapdown {
  const strapdown = new Strapdown(2000);
  const sample = new Float64Array(SAMPLE_LENGTH);
  times.forEach((t, i) => {
    sample[DT_S] = i === 0 ? 0 : t - times[i - 1]!;
    sample.set(rateAt(t), RATE);
    if (i === 0) strapdown.start(sample);
    else strapdown.step(sample, bias);
  });
  return strapdown;
}

function grid(rateHz: number, durationS: number): number[] {
  return Array.from({ length: Math.round(rateHz * durationS) + 1 }, (_, i) => i / rateHz);
}

/** Angle between the integrated and the true quaternion, deg. */
function errorDeg(strapdown: Strapdown, truth: readonly number[]): number {
  const q = strapdown.quaternion;
  const dot = truth.reduce((sum, v, i) => sum + v * q[i]!, 0);
  return (2 * Math.acos(Math.min(1, Math.abs(dot)))) / RAD_PER_DEG;
}

describe('Strapdown', () => {
  it.each([0, 1, 2])('turns a quarter about axis %d at a constant rate, exactly', (axis) => {
    const rate: [number, number, number] = [0, 0, 0];
    rate[axis] = Math.PI / 2;
    const truth = [Math.SQRT1_2, 0, 0, 0];
    truth[1 + axis] = Math.SQRT1_2;
    expect(
      errorDeg(
        integrate(() => rate, grid(100, 1)),
        truth,
      ),
    ).toBeLessThan(1e-5);
  });

  it('takes the bias off', () => {
    const bias = Float64Array.of(0.1, -0.2, 0.3);
    const s = integrate(() => [0.1, -0.2, 0.3], grid(50, 10), bias);
    expect(errorDeg(s, [1, 0, 0, 0])).toBeLessThan(1e-5);
  });

  // A body that cones by `a` at `w` has q = (cos a/2, sin a/2 cos wt, sin a/2 sin wt, 0) and the rate below.
  const a = 10 * RAD_PER_DEG;
  const w = 2 * Math.PI * 2;
  const coning: RateAt = (t) => [
    -w * Math.sin(a) * Math.sin(w * t),
    w * Math.sin(a) * Math.cos(w * t),
    -2 * w * Math.sin(a / 2) ** 2,
  ];
  const coneAt = (t: number): number[] => [
    Math.cos(a / 2),
    Math.sin(a / 2) * Math.cos(w * t),
    Math.sin(a / 2) * Math.sin(w * t),
    0,
  ];

  it.each([
    [200, 0.01],
    [100, 0.1],
    [50, 2],
  ])('follows a cone of 10 deg at 2 Hz for a minute at %d Hz within %d deg', (rateHz, limit) => {
    const strapdown = new Strapdown(2000);
    strapdown.quaternion.set(coneAt(0));
    const sample = new Float64Array(SAMPLE_LENGTH);
    sample.set(coning(0), RATE);
    strapdown.start(sample);
    for (const t of grid(rateHz, 60).slice(1)) {
      sample[DT_S] = 1 / rateHz;
      sample.set(coning(t), RATE);
      strapdown.step(sample, NO_BIAS);
    }
    expect(errorDeg(strapdown, coneAt(60))).toBeLessThan(limit);
  });

  const swing: RateAt = (t) => [2 * Math.PI * Math.cos(2 * Math.PI * t), 0, 0];
  const swingAt = (t: number): number[] => {
    const angle = Math.sin(2 * Math.PI * t);
    return [Math.cos(angle / 2), Math.sin(angle / 2), 0, 0];
  };

  it('keeps a swing of 57 deg at 1 Hz and 20 Hz sampling within 0.2 deg', () => {
    const worst = Math.max(
      ...[1.2, 1.45, 1.7, 2.2].map((end) => errorDeg(integrate(swing, grid(20, end)), swingAt(end))),
    );
    expect(worst).toBeLessThan(0.2);
  });

  it('bridges lost samples: one in ten lost at 50 Hz leaves a swing within 0.2 deg', () => {
    const times = grid(50, 2).filter((_, i) => i % 10 !== 4);
    expect(errorDeg(integrate(swing, times), swingAt(2))).toBeLessThan(0.2);
  });

  it('takes irregular steps for what they are', () => {
    const times = grid(50, 3).map((t, i) => t + (i % 3) * 0.004);
    expect(errorDeg(integrate(swing, times), swingAt(times.at(-1)!))).toBeLessThan(0.05);
  });
});
