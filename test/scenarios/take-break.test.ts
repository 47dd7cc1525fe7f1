import { join } from 'node:path';
import type { Today } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { afternoonZone } from '../harness/demo.ts';
import { writeSimulatedRecording } from '../harness/simulated-recording.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

const SPEED = '10';
const START_MS = 120_000;
/** The recording at this speed, and as long again on a busy machine. */
const PLAYED_MS = 300_000;
const SAT_S = 480;
const WALKED_S = 150;

describe.skipIf(missing !== null)('a wearer gets up and walks for two minutes and a half', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let app: Running;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const recording = join(folder.path, 'break.csv');
    await writeSimulatedRecording(recording, [
      { kind: 'stand', durationS: 28, bends: { count: 3, sizeDeg: [40, 65] } },
      { kind: 'walk', durationS: 40 },
      { kind: 'sit', durationS: SAT_S, creepDeg: -6 },
      { kind: 'walk', durationS: WALKED_S },
      { kind: 'sit', durationS: 240 },
    ]);
    const args = ['--port', '0', '--data-dir', join(folder.path, 'data'), '--recording', recording];
    app = await startApp([...args, '--speed', SPEED], { TZ: afternoonZone() });
    browser = await launchBrowser();
    page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${app.url}/today`);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await folder?.[Symbol.asyncDispose]();
  });

  test(
    'and the page credits the break with what it gave back',
    async () => {
      const card = page.getByTestId('breaks');
      await card.getByRole('listitem').first().waitFor({ timeout: PLAYED_MS });
      const { breaks } = (await (await fetch(`${app.url}/v1/today`)).json()) as Today;
      expect(breaks).toHaveLength(1);
      const [credit] = breaks;
      expect(credit!.minutes * 60).toBeGreaterThan(WALKED_S - 20);
      expect(credit!.minutes * 60).toBeLessThan(WALKED_S + 20);
      expect(credit!.movingS).toBeGreaterThan(WALKED_S - 20);
      expect(credit!.stillnessRecovered).toBeGreaterThan(0.5);
      expect(await card.getByRole('listitem').count()).toBe(1);
      expect(await card.textContent()).toMatch(/1 break|2 min/);
    },
    PLAYED_MS,
  );
});
