import { expect, test } from 'vitest';
import { Btvirt } from './btvirt.ts';
import { FIRST_SAMPLE, play } from './scenarios.ts';
import { failureOf } from './table.ts';

test('the same processes stream over the controllers of BlueZ, an implementation that is not ours', async ({
  skip,
}) => {
  await using btvirt = await Btvirt.start();
  if (btvirt.whyNot !== null) console.info(`skipped: ${btvirt.whyNot}`);
  skip(btvirt.whyNot !== null, btvirt.whyNot ?? '');
  const outcome = await play('witmotion', FIRST_SAMPLE, btvirt.hci);
  expect(failureOf(outcome)).toBeNull();
  expect(outcome.account).toMatchObject({ lost: 0, named: 0, streams: 1 });
});
