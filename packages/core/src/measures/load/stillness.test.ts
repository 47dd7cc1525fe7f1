import { describe, expect, test } from 'vitest';
import { LOAD_PARAMS } from './load.params.ts';
import { MovementCounter, MovementDetector } from './stillness.ts';

const PARAMS = LOAD_PARAMS.stillness;
const RAD = Math.PI / 180;

/** What is told of a trunk that has stayed for a minute and then takes these angles, one a second. */
function told(...degs: readonly number[]): string[] {
  const detector = new MovementDetector(PARAMS);
  const push = (deg: number) =>
    detector.push(1, 0.6 * Math.sin(deg * RAD), 0.8 * Math.sin(deg * RAD), Math.cos(deg * RAD));
  for (let s = 0; s < 60; s++) push(0);
  return degs.map(push);
}
const only = (movements: readonly string[]): string[] => movements.filter((movement) => movement !== 'none');
const settled = (deg: number): string[] => only(told(...Array<number>(20).fill(deg)));

describe('a movement', () => {
  test('of five degrees that settles is a shift, of less a fidget', () => {
    expect([settled(5.02), settled(-5.02)]).toEqual([['shift'], ['shift']]);
    expect(settled(4.98)).toEqual(['fidget']);
  });

  test('of less than two degrees is none', () => {
    expect([settled(2.02), settled(1.98)]).toEqual([['fidget'], []]);
  });

  test('out and back is a fidget as soon as it is back, however far it went', () => {
    expect(told(30, 0)).toEqual(['none', 'fidget']);
    expect(told(30, 2.1, 1.9)).toEqual(['none', 'none', 'fidget']);
  });

  test('settles when it has changed by less than a degree between seconds for five of them', () => {
    expect(told(10, 10, 10, 10, 10, 10)).toEqual(['none', 'none', 'none', 'none', 'none', 'shift']);
    expect(told(10, 10, 10, 10, 10, 11.02, 11, 11, 11, 11, 11).indexOf('shift')).toBe(10);
    expect(told(10, 10, 10, 10, 10, 10.98)[5]).toBe('shift');
  });

  test('goes from the posture that it left last', () => {
    const out = told(...Array<number>(10).fill(10), ...Array<number>(10).fill(0));
    expect(only(out)).toEqual(['shift', 'shift']);
  });

  test('is told from a held posture that follows slow drift in half a minute', () => {
    // A ramp is followed with a lag of its rate times 30 s: 2 deg are 0.067 deg/s.
    const ramp = (degPerS: number) => only(told(...Array.from({ length: 300 }, (_, s) => degPerS * (s + 1))));
    expect(ramp(0.0625)).toEqual([]);
    expect(ramp(0.0715)).not.toEqual([]);
  });

  test('is none where no direction was felt', () => {
    const detector = new MovementDetector(PARAMS);
    for (const x of [0, Number.NaN, Number.POSITIVE_INFINITY]) expect(detector.push(1, x, 0, 0)).toBe('none');
    detector.push(1, 0, 0, 1);
    const after = Array.from({ length: 6 }, () => detector.push(1, 1, 0, 1));
    expect(only(after)).toEqual(['shift']);
  });

  test('does not span an interruption', () => {
    const detector = new MovementDetector(PARAMS);
    detector.push(1, 0, 0, 1);
    detector.interrupt();
    const after = Array.from({ length: 20 }, () => detector.push(1, 1, 0, 0));
    expect(only(after)).toEqual([]);
  });
});

describe('counts', () => {
  test('are those of the last quarter of an hour of sitting, from five minutes on', () => {
    const counter = new MovementCounter(PARAMS);
    const sit = (seconds: number) => {
      for (let s = 0; s < seconds; s++) counter.push('none');
    };
    for (const movement of ['shift', 'fidget', 'fidget'] as const) counter.push(movement);
    sit(296);
    expect([counter.shifts, counter.fidgets]).toEqual([null, null]);
    sit(1);
    expect([counter.shifts, counter.fidgets]).toEqual([3, 6]);
    sit(600);
    expect([counter.shifts, counter.fidgets]).toEqual([1, 2]);
    sit(1);
    expect([counter.shifts, counter.fidgets]).toEqual([0, 2]);
    sit(2);
    expect([counter.shifts, counter.fidgets]).toEqual([0, 0]);
    expect(counter.totals).toEqual({ seatedS: 903, shifts: 1, fidgets: 2 });
  });
});
