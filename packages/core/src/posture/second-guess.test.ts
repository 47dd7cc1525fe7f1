import { describe, expect, it } from 'vitest';
import { bodyFrame } from '../mounting/body-frame.ts';
import { STANDARD_GRAVITY_MPS2 as G } from '../signal/imu-batch.ts';
import { POSTURE_PARAMS } from './posture.params.ts';
import { SecondGuess } from './second-guess.ts';

const FRAME = bodyFrame([0, 0, 1], [1, 0, 0]);
const SEATED = { sitting: 0.9, standing: 0.1 };
const LEAST_SEATED_S = 20;

/** What is told of somebody who sat upright for a while and then leans back by so many degrees, hardly moving. */
function leaningBack(deg: number): string {
  const guess = new SecondGuess(POSTURE_PARAMS);
  const told = (tiltDeg: number) => {
    const rad = (tiltDeg * Math.PI) / 180;
    const acc = [Math.sin(rad) * G, 0, Math.cos(rad) * G] as const;
    const still = { tUs: 0, coverage: 1, sdMps2: 0, sd3Mps2: 0, up: acc, rotationDeg: 0 };
    return guess.next({ ...still, acc }, FRAME, SEATED).state;
  };
  for (let s = 0; s < LEAST_SEATED_S; s++) told(10);
  return told(deg);
}

describe('what is told of a second at once', () => {
  it('has the border of lying at which the second is decided later', () => {
    expect([60, 69, 71, 90].map(leaningBack)).toEqual(['sitting', 'sitting', 'lying', 'lying']);
  });

  it('is nothing before upright is known', () => {
    const news = {
      tUs: 0,
      coverage: 1,
      acc: [0, 0, G],
      sdMps2: 0,
      sd3Mps2: 0,
      up: null,
      rotationDeg: null,
    } as const;
    expect(new SecondGuess(POSTURE_PARAMS).next(news, null, SEATED)).toEqual({
      state: 'unknown',
      probability: 0,
    });
  });
});
