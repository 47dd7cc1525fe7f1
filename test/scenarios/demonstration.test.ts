import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { type DemoApp, startDemo } from '../harness/demo.ts';
import { choices } from './demonstration/choices.ts';
import { consent } from './demonstration/consent.ts';
import { correctLabel } from './demonstration/correct-label.ts';
import { everyPage } from './demonstration/every-page.ts';
import { keyboard } from './demonstration/keyboard.ts';
import { livePage } from './demonstration/live-page.ts';
import { offline } from './demonstration/offline.ts';
import { paper } from './demonstration/paper.ts';
import { report } from './demonstration/report.ts';
import { takeAway } from './demonstration/take-away.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** The newest days, some for each wearer: enough for every page to have something to show. */
const DAYS = 9;
const START_MS = 480_000;

/** Starting a system and filling it takes longer than most of what is done with it: all of this is done with one. */
describe.skipIf(missing !== null)('in Chromium, on the whole system', () => {
  let demo: DemoApp;
  let browser: Browser;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(DAYS), launchBrowser()]);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });

  // Those that only look come first.
  const system = () => ({ demo, browser });
  everyPage(system);
  livePage(system);
  report(system);
  choices(system);
  paper(system);
  takeAway(system);
  correctLabel(system);
  keyboard(system);
  consent(system);
  offline(system);
});
