import { afterAll, beforeAll, expect, test } from 'vitest';
import { killUnderLoad } from './kills.ts';
import { Rig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());

test('kill -9 of the API and of the database under load loses, doubles and changes nothing', async () => {
  const result = await killUnderLoad(rig, {
    wearers: 30,
    kills: 3,
    everyMs: 500,
    pauseMs: [500, 2_500],
    say: () => {},
  });
  expect(result.failure).toBeNull();
  expect(result.account.stored).toBe(result.account.produced);
  expect(result.account).toMatchObject({
    lost: 0,
    doubled: 0,
    wrong: 0,
    ledgersWrong: 0,
    derivedDiffer: 0,
  });
  expect(result.connectionsLost).toBeGreaterThanOrEqual(result.wearers);
});
