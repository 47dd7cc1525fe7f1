import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BeatJudge } from './beat-judge.ts';

const S = 1e6;

/** What is named at silent steps at these times, s, and then until `untilS`. */
function named(stepsS: readonly number[], untilS: number, judge = new BeatJudge()): number[] {
  const at = stepsS.map((s) => judge.step(s * S));
  const later: number[] = [];
  for (let s = Math.ceil(stepsS.at(-1)!); s <= untilS; s += 2) later.push(judge.expired(s * S));
  return [...at, later.reduce((sum, n) => sum + n, 0)];
}

describe('a step of the floor by one period', () => {
  test('that stays alone is a lost sample, named after a quarter of an hour', () => {
    const judge = new BeatJudge();
    expect(judge.step(100 * S)).toBe(0);
    expect([judge.expired(1000 * S - 1), judge.expired(1000 * S), judge.expired(1001 * S)]).toEqual([
      0, 1, 0,
    ]);
  });

  test('that comes three times at even distances is a beat', () => {
    expect(named([100, 200, 300], 599)).toEqual([0, 0, 0, 0]);
    expect(named([100, 200, 309], 500)).toEqual([0, 0, 0, 0]);
  });

  test('that comes at uneven ones is a loss, the first of them at once', () => {
    expect(named([100, 200, 312], 500)).toEqual([0, 0, 1, 0]);
    expect(named([100, 200, 312], 1300)).toEqual([0, 0, 1, 2]);
  });

  test('that keeps to the beat within a tenth is one, also after one that was missed', () => {
    expect(named([100, 200, 300, 409], 700)).toEqual([0, 0, 0, 0, 0]);
    expect(named([100, 200, 300, 500], 700)).toEqual([0, 0, 0, 0, 0]);
    expect(named([100, 200, 300, 411], 599)).toEqual([0, 0, 0, 1, 0]);
  });

  test('off the beat is a loss, unless it comes one beat after another such', () => {
    expect(named([100, 200, 300, 350, 400], 699)).toEqual([0, 0, 0, 1, 0, 0]);
    expect(named([100, 200, 300, 350, 450, 550], 849)).toEqual([0, 0, 0, 1, 0, 0, 0]);
  });

  test('off a beat that has not been heard for two, or not often enough, waits', () => {
    expect(named([100, 200, 300, 550], 590)).toEqual([0, 0, 0, 0, 0]);
    const off = (beats: number): number => {
      const judge = new BeatJudge();
      for (let i = 1; i <= beats; i++) judge.beat(i * 100 * S, 2);
      return judge.step((beats * 100 + 50) * S);
    };
    expect([off(4), off(5)]).toEqual([0, 1]);
  });

  test('of a beat that ends was a loss: after three that are missing all are named', () => {
    expect(named([100, 200, 300], 600)).toEqual([0, 0, 0, 0]);
    expect(named([100, 200, 300, 400], 703)).toEqual([0, 0, 0, 0, 4]);
  });
});

describe('a step that announced itself', () => {
  test('is a beat, and so are the silent ones that keep to it', () => {
    const judge = new BeatJudge();
    judge.beat(100 * S, 3);
    judge.beat(200 * S, 3);
    expect([judge.step(300 * S), judge.step(409 * S), judge.expired(500 * S)]).toEqual([0, 0, 0]);
  });

  test('may be off the beat by a quarter, and moves it a quarter of the way', () => {
    const lost = (thirdS: number) => {
      const judge = new BeatJudge();
      for (const s of [100, 200, thirdS]) judge.beat(s * S, 3);
      // Silent, one beat of 106 s later; then one that is heard.
      judge.step((thirdS + 106) * S);
      judge.beat((thirdS + 212) * S, 3);
      return [1, 2, 3].reduce((sum, i) => sum + judge.expired((thirdS + 2000 + i) * S), 0);
    };
    expect([lost(324), lost(326)]).toEqual([0, 1]);
  });

  test('takes with it the silent ones before it: as long as it is heard a beat has not ended', () => {
    const judge = new BeatJudge();
    judge.beat(100 * S, 3);
    judge.beat(200 * S, 3);
    judge.step(300 * S);
    judge.beat(400 * S, 3);
    expect(judge.expired(3000 * S)).toBe(0);
  });

  test('often enough makes every silent one a loss at once', () => {
    const loud = (times: number, beats: number) => {
      const judge = new BeatJudge();
      for (let i = 1; i <= beats; i++) judge.beat(i * 100 * S, times);
      return judge.step((beats + 1) * 100 * S);
    };
    expect([loud(16, 1), loud(16, 2), loud(15, 5)]).toEqual([0, 1, 0]);
  });
});

test('goes on from a snapshot at any step exactly', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 5, max: 120 }), fc.nat(4)), { maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.boolean(), (walk, isEven) => {
      const whole = new BeatJudge();
      let cut = new BeatJudge();
      let atUs = 0;
      for (const [s, what] of walk) {
        atUs += (isEven && what > 0 ? 60 : s) * S;
        const resumed = new BeatJudge();
        resumed.restore(JSON.parse(JSON.stringify(cut.snapshot())));
        cut = resumed;
        const [a, b] = [whole, cut].map((judge) => {
          if (what === 4) judge.beat(atUs, 9);
          return [what === 4 ? 0 : judge.step(atUs), judge.expired(atUs + 2 * S)];
        });
        expect(b).toEqual(a);
      }
      expect(cut.snapshot()).toEqual(whole.snapshot());
    }),
  );
});
