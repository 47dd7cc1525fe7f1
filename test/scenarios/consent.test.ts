import type { AuditEntry, Consent } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { ask, type DemoApp, lookAs, startDemo } from '../harness/demo.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

const DAYS = 2;
const START_MS = 300_000;
/** An open page asks every quarter of a minute whom it may see; twice that on a busy machine. */
const NOTICED_MS = 45_000;
const DAY_US = 86_400e6;

describe.skipIf(missing !== null)('a therapist has the page of a wearer open', () => {
  let demo: DemoApp;
  let browser: Browser;
  let therapist: Page;
  let wearer: Page;
  let wearerId: string;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(DAYS), launchBrowser()]);
    wearerId = demo.demo.people.find(({ key }) => key === 'seated')!.wearer!;
    wearer = await lookAs(browser, demo, 'seated');
    therapist = await lookAs(browser, demo, 'therapist');
    await therapist.goto(`${demo.url}/people/${wearerId}`);
    await therapist.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
    await therapist.getByTestId('visit-range').waitFor();
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });

  const mayRead = async (): Promise<number> =>
    (await therapist.context().request.get(`${demo.url}/v1/trends?wearer=${wearerId}`)).status();

  test('and loses it when the wearer withdraws the consent, at once and without touching the page', async () => {
    expect(await mayRead()).toBe(200);
    const consents = await ask<Consent[]>(wearer, demo, '/v1/consents');
    const given = consents.find(
      ({ grantee, withdrawnUs }) => grantee.kind === 'person' && withdrawnUs === null,
    )!;
    const answer = await wearer.context().request.delete(`${demo.url}/v1/consents/${given.id}`);
    expect(answer.ok()).toBe(true);
    expect(await mayRead()).toBe(404);
    await therapist.getByTestId('gone').waitFor({ timeout: NOTICED_MS });
    expect(await therapist.getByText('Ada Lindqvist').count()).toBe(0);
    expect(await therapist.getByTestId('visit-range').count()).toBe(0);
  });

  test('and has it again, as far as the wearer lets her, when the wearer gives a new one', async () => {
    const { person } = demo.demo.people.find(({ key }) => key === 'therapist')!;
    const consent = {
      grantee: { kind: 'person', id: person },
      purpose: 'One more visit',
      scopes: ['summary'],
      untilUs: Date.now() * 1000 + DAY_US,
    };
    const answer = await wearer.context().request.post(`${demo.url}/v1/consents`, { data: consent });
    expect(answer.ok()).toBe(true);
    await therapist.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor({ timeout: NOTICED_MS });
    expect(await mayRead()).toBe(200);
    const bouts = `/v1/bouts?wearer=${wearerId}&fromUs=0&untilUs=${DAY_US}`;
    expect((await therapist.context().request.get(demo.url + bouts)).status()).toBe(404);
  });

  test('and the wearer reads who looked', async () => {
    const entries = await ask<AuditEntry[]>(wearer, demo, '/v1/audit');
    const looked = entries.filter(({ actor }) => actor === 'Dr. Dana Okafor').map(({ action }) => action);
    expect(looked).toContain('GET /v1/trends');
  });
});
