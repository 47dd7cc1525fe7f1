import { join } from 'node:path';
import type { Bends, Today } from '@plumbline/contract';
import type { Activity } from '@plumbline/core/simulation';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { afternoonZone, PATIENCE_MS } from '../harness/demo.ts';
import { writeSimulatedRecording } from '../harness/simulated-recording.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

const SPEED = '10';
const START_MS = 240_000;
/** The recording at this speed, and several times as long on a busy machine. */
const PLAYED_MS = 300_000;
const SAT_S = 360;
const WALKED_S = 150;
/** Bends for whoever asks for them late: a page may need long to open. */
const ROUNDS_OF_BENDS = 12;
const BENDS: readonly Activity[] = [
  { kind: 'stand', durationS: 50, bends: { count: 4, sizeDeg: [45, 60] }, shiftsPer15Min: 0 },
  { kind: 'walk', durationS: 20 },
];

describe.skipIf(missing !== null)('a wearer puts a sensor on for the first time', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let app: Running;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const recording = join(folder.path, 'first-day.csv');
    await writeSimulatedRecording(recording, [
      { kind: 'stand', durationS: 28 },
      { kind: 'walk', durationS: 40 },
      { kind: 'sit', durationS: SAT_S, creepDeg: -6 },
      { kind: 'walk', durationS: WALKED_S },
      { kind: 'sit', durationS: 180 },
      ...Array.from({ length: ROUNDS_OF_BENDS }, () => BENDS).flat(),
    ]);
    const args = ['--port', '0', '--data-dir', join(folder.path, 'data'), '--recording', recording];
    app = await startApp([...args, '--speed', SPEED], { TZ: afternoonZone() });
    browser = await launchBrowser();
    page = await browser.newPage({ locale: 'en-GB' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${app.url}/setup`);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await folder?.[Symbol.asyncDispose]();
  });

  const ask = async <T>(path: string): Promise<T> => (await (await fetch(app.url + path)).json()) as T;

  test('it is found and clipped on, and its first steps tell which way is up', async () => {
    for (const step of ['find', 'clip', 'walk']) {
      await page.locator(`[data-testid="step-${step}"][data-state="done"]`).waitFor({ timeout: PLAYED_MS });
    }
    const sensor = page.getByTestId('near').getByRole('listitem').first();
    expect(await sensor.textContent()).toContain('connected, samples come');
  });

  test(
    'a walk of two and a half minutes is credited with what it gave back',
    async () => {
      await page.goto(`${app.url}/today`);
      const card = page.getByTestId('breaks');
      await card.getByRole('listitem').first().waitFor({ timeout: PLAYED_MS });
      const [credit] = (await ask<Today>('/v1/today')).breaks;
      expect(credit!.minutes * 60).toBeGreaterThan(WALKED_S - 20);
      expect(credit!.minutes * 60).toBeLessThan(WALKED_S + 20);
      expect(credit!.movingS).toBeGreaterThan(WALKED_S - 20);
      expect(credit!.stillnessRecovered).toBeGreaterThan(0.5);
      expect(await card.textContent()).toMatch(/1 break|2 min/);
    },
    PLAYED_MS,
  );

  test(
    'five bends when asked for tell which way is forward',
    async () => {
      await page.goto(`${app.url}/setup`);
      const bends = page.getByTestId('bend-test');
      const over = page.locator(
        '[data-testid="bend-test"]:is([data-phase="accepted"], [data-phase="refused"])',
      );
      await bends.getByRole('button', { name: /^(Begin|Do it again)$/ }).click();
      await over.waitFor({ timeout: PLAYED_MS });
      // Begun between two bends it is refused, as for anybody who does not stand still.
      while ((await bends.getAttribute('data-phase')) === 'refused') {
        await bends.getByRole('button', { name: 'Try again' }).click();
        await page.locator('[data-testid="bend-test"]:not([data-phase="refused"])').waitFor();
        await over.waitFor({ timeout: PLAYED_MS });
      }
      await page.getByTestId('onboarding-done').waitFor();
      const { phase, calibration } = await ask<Bends>('/v1/bends');
      expect(phase).toBe('accepted');
      expect(calibration!.bends).toBeGreaterThanOrEqual(3);
      expect(calibration!.flexionRangeDeg).toBeGreaterThan(40);
    },
    PLAYED_MS,
  );
});
