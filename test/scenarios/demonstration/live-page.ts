import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAs, type System } from '../../harness/demo.ts';
import { paintLatencies } from '../../harness/page-cost.ts';
import { quantile } from '../../harness/quantile.ts';

const LATENCY_SECONDS = Number(process.env.PLUMBLINE_LATENCY_S ?? 3);
const AHEAD_US = 1e6;

/** Microseconds UTC of the newest sample on the screen; NaN before the first. */
const drawnUs = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.documentElement.dataset.drawnSampleUs));

export function livePage(system: System): void {
  describe('the Live page', () => {
    let page: Page;

    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'seated');
      await page.goto(`${demo.url}/live`);
    });
    afterAll(() => page?.close());

    test('draws live samples of the virtual sensor', async () => {
      await page.waitForFunction(() => Number(document.documentElement.dataset.drawnSampleUs) > 0);
      const first = await drawnUs(page);
      await page.waitForFunction(
        (us) => Number(document.documentElement.dataset.drawnSampleUs) > us,
        first + AHEAD_US,
      );
      expect(await drawnUs(page)).toBeGreaterThan(first);
    });

    test('says that it is live, and how old the last sample is', async () => {
      await page.getByText(/live/i).first().waitFor();
      await page
        .getByText(/last sample/i)
        .first()
        .waitFor();
    });

    test('shows how fast a sample gets from the sensor to the screen', async () => {
      const latencies = await paintLatencies(page, LATENCY_SECONDS);
      expect(latencies.length).toBeGreaterThan(0);
      const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
      console.info(
        `sample to pixel: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, ${latencies.length} paints`,
      );
      expect(p50).toBeGreaterThan(0);
    });
  });
}
