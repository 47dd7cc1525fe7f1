import { describe, expect, test } from 'vitest';
import { Btvirt } from './btvirt.ts';
import { BATTERY, FIRST_SAMPLE, play } from './scenarios.ts';
import { failureOf } from './table.ts';

/**
 * What both radios promise: btvirt knows no supervision timeout and no fading, and it reports an advertiser
 * once only, so that finding a lost sensor again is a matter of luck there.
 */
const PLAYED = [
  { driver: 'witmotion', scenario: FIRST_SAMPLE, name: FIRST_SAMPLE.name },
  { driver: 'movella-dot', scenario: BATTERY, name: BATTERY.name },
];

describe('the same processes over the controllers of BlueZ, an implementation that is not ours', () => {
  test.for(PLAYED)('$driver, $name: no sample is lost', async ({ driver, scenario }, { skip }) => {
    await using btvirt = await Btvirt.start();
    if (btvirt.whyNot !== null) console.info(`skipped: ${btvirt.whyNot}`);
    skip(btvirt.whyNot !== null, btvirt.whyNot ?? '');
    const outcome = await play(driver, scenario, btvirt.hci);
    expect(failureOf(outcome)).toBeNull();
    expect(outcome.account).toMatchObject({ lost: 0, named: 0, streams: 1 });
  });
});
