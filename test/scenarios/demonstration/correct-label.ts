import type { Today } from '@plumbline/contract';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, lookAs, type System } from '../../harness/demo.ts';

/** Analysing a day again, and the page's own rhythm of asking. */
const REANALYSED_MS = 120_000;
const TEST_MS = 300_000;
const TOLERANCE_MIN = 1;

export function correctLabel(system: System): void {
  describe('a wearer who was standing says so', () => {
    let page: Page;

    const today = (): Promise<Today> => ask<Today>(page, system().demo, '/v1/today');
    const minutes = async (id: string): Promise<number> =>
      (await today()).measures.find((measure) => measure.id === id)!.value!;

    // Wears no live sensor: nothing else changes the day meanwhile.
    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'hybrid');
      await page.goto(`${demo.url}/today`);
      await page.getByTestId('ribbon-summary').waitFor();
    });

    test(
      'and the totals of the day change; taken back, they are as before',
      async () => {
        const { bouts } = await today();
        const lengths = bouts.map(({ state, startUs, endUs }) => (state === 'sitting' ? endUs - startUs : 0));
        const longest = lengths.indexOf(Math.max(...lengths));
        const lengthMin = lengths[longest]! / 60e6;
        const before = { sitting: await minutes('sitting_time'), standing: await minutes('standing_time') };

        await page.getByTestId('ribbon-cursor').focus();
        await page.keyboard.press('Home');
        for (let i = 0; i < longest; i++) await page.keyboard.press('ArrowRight');
        await page.keyboard.press('Enter');
        const shown = page.getByTestId('number-standing_time').locator('dd').first();
        const shownBefore = await shown.textContent();
        await page.getByRole('button', { name: 'I was standing' }).click();
        await page.getByTestId('corrections').getByText('Standing').waitFor();

        await expect
          .poll(() => minutes('standing_time'), { timeout: REANALYSED_MS })
          .toBeGreaterThan(before.standing + lengthMin - TOLERANCE_MIN);
        expect(await minutes('sitting_time')).toBeLessThan(before.sitting);
        await expect.poll(() => shown.textContent(), { timeout: REANALYSED_MS }).not.toBe(shownBefore);

        await page.getByRole('button', { name: 'Take back' }).click();
        await page.getByTestId('corrections').waitFor({ state: 'detached' });
        await expect
          .poll(async () => Math.abs((await minutes('standing_time')) - before.standing), {
            timeout: REANALYSED_MS,
          })
          .toBeLessThan(TOLERANCE_MIN);
      },
      TEST_MS,
    );
  });
}
