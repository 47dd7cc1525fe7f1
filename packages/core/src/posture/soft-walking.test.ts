import { describe, expect, it } from 'vitest';
import { seededRandom } from '../measures/rotation/random.ts';
import { parseAxes } from '../mounting/axes.ts';
import { angleBetweenDeg } from '../mounting/body-frame.ts';
import { STANDARD_GRAVITY_MPS2 as G } from '../signal/imu-batch.ts';
import { POSTURE_PARAMS } from './posture.params.ts';
import { PostureStage } from './posture-stage.ts';

const RATE_HZ = 50;
const START_US = 1_767_600_000_000_000;
const STEP_HZ = 1.6;

/** What the clip feels at a time beside gravity, upwards, in g. */
type Push = (tS: number) => number;

const softSteps: Push = (tS) =>
  0.05 * Math.sin(2 * Math.PI * STEP_HZ * tS) + 0.015 * Math.sin(Math.PI * STEP_HZ * tS);

/** As strong as soft steps and without any rhythm. */
function fumbling(): Push {
  const random = seededRandom(1);
  let push = 0;
  return () => {
    push = 0.9 * push + 0.065 * (random() - 0.5);
    return push;
  };
}

/** A stage that has felt each of these pushes for so many seconds, the trunk tipped back by so many degrees. */
function after(...parts: readonly { push: Push; lengthS: number; backDeg: number }[]): PostureStage {
  const axes = parseAxes('up,right,forward');
  const stage = new PostureStage({ rateHz: RATE_HZ, axes, seed: null, params: POSTURE_PARAMS });
  const acc = new Float64Array(3);
  let i = 0;
  for (const { push, lengthS, backDeg } of parts) {
    const back = (backDeg * Math.PI) / 180;
    for (let k = 0; k < lengthS * RATE_HZ; k++, i++) {
      const size = G * (1 + push(i / RATE_HZ));
      acc.set([size * Math.cos(back), 0, size * Math.sin(back)]);
      stage.push(START_US + i * 20_000, acc, acc, Number.NaN);
    }
  }
  return stage;
}

describe('walking too soft for the published rule', () => {
  it('shows where upright is when steps and strides repeat themselves', () => {
    expect(after({ push: softSteps, lengthS: 30, backDeg: 0 }).mounting.reference).toBe('walking');
  });

  it('does not when nothing repeats itself', () => {
    expect(after({ push: fumbling(), lengthS: 120, backDeg: 0 }).mounting.reference).toBeNull();
  });

  it('does not move upright once a minute of walking has shown it', () => {
    const strong: Push = (tS) => 4 * softSteps(tS);
    const seated = { push: softSteps, lengthS: 600, backDeg: 25 };
    const { frame } = after({ push: strong, lengthS: 90, backDeg: 0 }, seated);
    expect(angleBetweenDeg(frame!.up, [1, 0, 0])).toBeLessThan(3);
  });
});
