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

  const STANDING = { sitting: 0.1, standing: 0.9 };
  interface Seen {
    readonly deg?: number;
    readonly spreadG?: number;
    readonly lost?: boolean;
    readonly belief?: typeof SEATED;
  }
  /** What is told of each second in turn. */
  const tell = (...seconds: readonly Seen[]) => {
    const guess = new SecondGuess(POSTURE_PARAMS);
    return seconds.map(({ deg = 0, spreadG = 0, lost = false, belief = SEATED }) => {
      const rad = (deg * Math.PI) / 180;
      const acc = lost ? null : ([Math.sin(rad) * G, 0, Math.cos(rad) * G] as const);
      const still = { tUs: 0, coverage: 1, sdMps2: 0, up: acc, rotationDeg: 0 };
      return guess.next({ ...still, acc, sd3Mps2: spreadG * G }, FRAME, belief);
    });
  };

  it('is walking above 0.06 g and running above 0.52 g', () => {
    const states = tell({ spreadG: 0.059 }, { spreadG: 0.061 }, { spreadG: 0.519 }, { spreadG: 0.521 });
    expect(states.map(({ state }) => state)).toEqual(['sitting', 'walking', 'walking', 'running']);
  });

  it('is what the model believed, with its share, where it believed in sitting or standing at all', () => {
    const [sat, stood, half, none] = tell(
      ...[{ belief: SEATED }, { belief: STANDING }],
      ...[{ belief: { sitting: 0.4, standing: 0.11 } }, { belief: { sitting: 0.4, standing: 0.09 }, deg: 5 }],
    );
    expect([sat, stood]).toEqual([
      { state: 'sitting', probability: 0.9 },
      { state: 'standing', probability: 0.9 },
    ]);
    expect(half).toEqual({ state: 'sitting', probability: expect.closeTo(0.4 / 0.51, 9) });
    expect(none!.state).toBe('standing');
  });

  it('goes by pitch for ten seconds after a walk: what was believed before it says nothing', () => {
    const walked = tell({ spreadG: 0.1 }, ...Array<Seen>(12).fill({ deg: 5 }));
    const states = walked.map(({ state }) => state);
    expect(states.slice(1, 11)).toEqual(Array(10).fill('standing'));
    expect(states.slice(11)).toEqual(['sitting', 'sitting']);
    const lain = tell({ deg: 80 }, { deg: 5 });
    expect(lain.map(({ state }) => state)).toEqual(['lying', 'standing']);
  });

  it('is kept over two seconds of silence, half as sure, and then unknown', () => {
    const lost = { lost: true };
    expect(tell({}, lost, lost, lost)).toEqual([
      { state: 'sitting', probability: 0.9 },
      { state: 'sitting', probability: 0.5 },
      { state: 'sitting', probability: 0.5 },
      { state: 'unknown', probability: 0 },
    ]);
    expect(tell(lost)[0]!.state).toBe('unknown');
  });
});
