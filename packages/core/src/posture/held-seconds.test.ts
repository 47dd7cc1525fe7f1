import { describe, expect, test } from 'vitest';
import type { Wear } from '../mounting/wear-detector.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { HeldSeconds } from './held-seconds.ts';

const second = (s: number, of: Partial<PostureSecond> = {}): PostureSecond => ({
  tUs: s * 1e6,
  state: 'lying',
  probability: 0.8,
  flexionDeg: null,
  sideBendDeg: null,
  rotationDeg: null,
  tiltDeg: 88,
  activityMps2: 0,
  coverage: 1,
  ...of,
});

/** What is told of seconds from 0 on, by what each of them says about the wear. */
function told(held: HeldSeconds, wears: readonly Wear[], fromS = 0): string[] {
  const said = wears.flatMap((wear, i) => held.next(second(fromS + i), true, wear));
  return said.map(({ tUs, state }) => `${tUs / 1e6} ${state}`);
}

describe('seconds of a clip that keeps as still as on a table', () => {
  test('wait, and are told as what they looked like when it moves', () => {
    const held = new HeldSeconds(600);
    expect(told(held, ['worn', 'still', 'still'])).toEqual(['0 lying']);
    expect(told(held, ['worn'], 3)).toEqual(['1 lying', '2 lying', '3 lying']);
  });

  test('are not worn when it turns out so, and each is told once', () => {
    const held = new HeldSeconds(600);
    expect(told(held, ['still', 'still', 'off'])).toEqual(['0 not_worn', '1 not_worn', '2 lying']);
    expect(told(held, ['off'], 3)).toEqual(['3 lying']);
  });

  test('stay what they are where nothing was measured, and where the wearer has said what it was', () => {
    const held = new HeldSeconds(600);
    held.next(second(0, { state: 'unknown', coverage: 0 }), false, 'still');
    held.next(second(1, { state: 'sitting', labelId: 'a' }), true, 'still');
    held.next(second(2, { state: 'unknown' }), true, 'still');
    const states = held.next(second(3), true, 'off').map(({ state }) => state);
    expect(states).toEqual(['unknown', 'sitting', 'not_worn', 'lying']);
  });

  test('are not known when the recording ends, but for what the wearer has said, and then none is left', () => {
    const held = new HeldSeconds(600);
    held.next(second(0), true, 'still');
    held.next(second(1, { state: 'sitting', probability: 1, labelId: 'a' }), true, 'still');
    const said = held.flush().map(({ state, probability, perhapsOff }) => [state, probability, perhapsOff]);
    expect(said).toEqual([
      ['unknown', 0, true],
      ['sitting', 1, undefined],
    ]);
    expect(held.flush()).toEqual([]);
  });

  test('are no more than so many', () => {
    const held = new HeldSeconds(3);
    expect(told(held, ['still', 'still', 'still'])).toEqual([]);
    expect(told(held, ['still'], 3)).toEqual(['0 lying', '1 lying', '2 lying', '3 lying']);
  });

  test('go on from a snapshot exactly', () => {
    const held = new HeldSeconds(600);
    told(held, ['still', 'still']);
    const resumed = new HeldSeconds(600);
    resumed.restore(JSON.parse(JSON.stringify(held.snapshot())));
    expect(told(resumed, ['off'], 2)).toEqual(told(held, ['off'], 2));
  });
});
