import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { paintLatencies } from '../harness/page-cost.ts';
import { quantile } from '../harness/quantile.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

const ARTEFACTS = join(import.meta.dirname, '..', 'artefacts');
const LATENCY_SECONDS = Number(process.env.PLUMBLINE_LATENCY_S ?? 5);
const VIEWS = [
  { name: 'wide-light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'wide-dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'narrow-light', width: 360, height: 780, colorScheme: 'light' },
  { name: 'narrow-dark', width: 360, height: 780, colorScheme: 'dark' },
] as const;

describe.skipIf(missing !== null)('the Live page, on the whole system', () => {
  let app: Running;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const folder = await temporaryFolder();
    app = await startApp(['--no-demo', '--port', '0', '--data-dir', join(folder.path, 'data')]);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(app.url.replace(/\/$/, ''))) {
        problems.push(`request to ${request.url()}`);
      }
    });
    await page.goto(new URL('/live', app.url).href);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  test('draws live samples of the virtual sensor', async () => {
    const drawn = () => page.evaluate(() => Number(document.documentElement.dataset.drawnSampleUs));
    await page.waitForFunction(() => Number(document.documentElement.dataset.drawnSampleUs) > 0);
    const first = await drawn();
    await page.waitForFunction(
      (t) => Number(document.documentElement.dataset.drawnSampleUs) > t + 1e6,
      first,
    );
    expect(await drawn()).toBeGreaterThan(first);
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
    expect(latencies.length).toBeGreaterThan(LATENCY_SECONDS);
    const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
    console.info(
      `sample to pixel: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, ${latencies.length} paints`,
    );
    expect(p50).toBeGreaterThan(0);
  });

  test.each(VIEWS)('is usable $name', async ({ name, width, height, colorScheme }) => {
    await mkdir(ARTEFACTS, { recursive: true });
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(ARTEFACTS, `live-${name}.png`), fullPage: true });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('asks nobody else for anything and reports no error', () => {
    expect(problems).toEqual([]);
  });
});
