import { expect, test } from 'vitest';
import { soak } from './soak-run.ts';

/** Minutes of wear in seconds; `node test/gateway/soak.ts` wears for 72 hours. */
const SHORT = { hours: 0.2, speed: 600, kills: 1, apiUpMs: 2_000, apiAwayMs: 500 };

test('with the API and the gateway killed again and again, everything is stored or named', async () => {
  const { sensors } = await soak({ ...SHORT, say: () => {} });
  expect(sensors).toHaveLength(2);
  for (const { sensor, ...balance } of sensors) {
    expect(balance, sensor.driver).toMatchObject({ unnamed: 0, disorder: 0, inexact: 0, holds: true });
    expect(balance.produced).toBe(balance.stored + balance.lost + balance.tail);
    expect(balance.streams).toBe(SHORT.kills + 1);
  }
});
