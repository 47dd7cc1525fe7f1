import { expect, it } from 'vitest';
import { untilThere } from './until-there.ts';

it('tries again after each failure, and ends with what came', async () => {
  const answers = [Promise.reject(new Error('away')), Promise.reject(new Error('still')), Promise.resolve(7)];
  let waited = 0;
  const came = await untilThere(
    () => answers.shift()!,
    async () => void waited++,
  );
  expect([came, waited, answers.length]).toEqual([7, 2, 0]);
});
