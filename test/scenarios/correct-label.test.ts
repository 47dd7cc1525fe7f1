import type { Today } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { ask, type DemoApp, lookAs, startDemo } from '../harness/demo.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** Of the first wearer, whose page it is. */
const DAYS = 1;
const START_MS = 300_000;
/** Analysing a day again, and the page's own rhythm of asking. */
const REANALYSED_MS = 90_000;
const TOLERANCE_MIN = 1;

describe.skipIf(missing !== null)('a wearer who was standing says so', () => {
  let demo: DemoApp;
  let browser: Browser;
  let page: Page;

  const minutes = async (id: string): Promise<number> => {
    const { measures } = await ask<Today>(page, demo, '/v1/today');
    return measures.find((measure) => measure.id === id)!.value!;
  };

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(DAYS), launchBrowser()]);
    page = await lookAs(browser, demo, 'seated');
    await page.goto(`${demo.url}/today`);
    await page.getByTestId('ribbon-summary').waitFor();
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });

  test(
    'and the totals of the day change; taken back, they are as before',
    async () => {
      const { bouts } = await ask<Today>(page, demo, '/v1/today');
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
        .toBeLessThan(TOLERANCE_MIN + lengthMin / 2);
    },
    START_MS,
  );
});
