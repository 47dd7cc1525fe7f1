import { drivers } from '@plumbline/sensor-protocol';
import { describe, expect, test } from 'vitest';
import { ALL, FADES, type Outcome, play, playTwo, SLOW_LINK } from './scenarios.ts';
import { failureOf } from './table.ts';

/** Every scenario once, every driver once; `node test/gateway/matrix.ts` plays all of both. */
const REFERENCE = 'witmotion';
const others = drivers.map((driver) => driver.id).filter((id) => id !== REFERENCE);
const longestFade = FADES.at(-1)!;
const quickest = ALL.filter((scenario) => !FADES.includes(scenario) || scenario === longestFade);

function expectNothingLostUnnamed(outcome: Outcome): void {
  expect(failureOf(outcome)).toBeNull();
  expect(outcome.account.stored).toBeGreaterThan(0);
}

describe.concurrent('real gateway and sensor processes over the virtual radio', () => {
  test.each(quickest)('$name loses nothing that no gap names', async (scenario) => {
    expectNothingLostUnnamed(await play(REFERENCE, scenario));
  });

  test('200 Hz pass through intervals of 50 ms', async () => {
    const outcome = await play(REFERENCE, SLOW_LINK);
    expectNothingLostUnnamed(outcome);
    expect(outcome.account).toMatchObject({ lost: 0, named: 0, streams: 1 });
  });

  test('of two sensors one is killed and comes back, the other does not notice', async () => {
    const [killed, steady] = await playTwo();
    expectNothingLostUnnamed(killed!);
    expectNothingLostUnnamed(steady!);
    expect(killed!.account.streams).toBe(2);
    expect(steady!.account).toMatchObject({ lost: 0, named: 0, streams: 1 });
  });

  test.each(others)('%s survives a fade of 1.5 s without losing a sample', async (driver) => {
    const outcome = await play(driver, longestFade);
    expectNothingLostUnnamed(outcome);
    expect(outcome.account).toMatchObject({ lost: 0, named: 0, streams: 1 });
  });
});
