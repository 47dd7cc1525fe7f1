import type { NewPerson } from '@plumbline/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../harness/api-process.ts';
import { launchBrowser, whyNoBrowser } from '../harness/browser.ts';
import { PATIENCE_MS } from '../harness/demo.ts';

const missing = whyNoBrowser();
if (missing !== null) console.warn(`skipped: ${missing}`);

const START_MS = 240_000;
const CODE = 'ABCD-EFGH-1234';
const OPERATOR = { name: 'Olga', login: 'olga', password: 'first of all passwords' };
const THERAPIST: NewPerson = {
  name: 'Theo',
  login: 'theo',
  password: 'handed over to Theo',
  roles: ['therapist'],
};

describe.skipIf(missing !== null)('an installation with accounts', () => {
  let api: ApiProcess;
  let browser: Browser;
  let operator: Page;
  let therapist: Page;

  beforeAll(async () => {
    api = await startApiProcess({ PLUMBLINE_ACCOUNTS: '1', PLUMBLINE_SETUP_CODE: CODE });
    browser = await launchBrowser();
    operator = await visitor();
    therapist = await visitor();
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await api?.[Symbol.asyncDispose]();
  });

  async function visitor(): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(api.url);
    return page;
  }

  const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  };
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();
  const signIn = async (page: Page, login: string, password: string): Promise<void> => {
    await fill(page, { 'Sign-in name': login, Password: password });
    await press(page, 'Sign in');
  };
  const trouble = (page: Page): Locator => page.locator('form').getByRole('alert');
  const heading = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor();

  /** Answers of the server that the pages would show without a network. */
  const keptOnDevice = (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
      const kept = await (await caches.open('plumbline-data')).keys();
      return kept.map(({ url }) => new URL(url).pathname);
    });

  test('shows nothing but the sign-in, and the first account needs the code of the server', async () => {
    await press(operator, 'Set up the first account');
    const { name, login, password } = OPERATOR;
    await fill(operator, { 'Code from the server': 'guessed-it', 'Your name': name });
    await fill(operator, { 'Sign-in name': login, Password: password });
    await press(operator, 'Create the account');
    await trouble(operator).waitFor();
    await fill(operator, { 'Code from the server': CODE });
    await press(operator, 'Create the account');
    await operator.getByRole('navigation').first().waitFor();
  });

  test('whoever signs in sees the pages of their role, and a wrong password is told without saying what was wrong', async () => {
    const opened = await operator.evaluate(
      async (person) =>
        (
          await fetch('/v1/people', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(person),
          })
        ).status,
      THERAPIST,
    );
    expect(opened).toBe(201);
    await signIn(therapist, THERAPIST.login, 'not this one at all');
    expect(await trouble(therapist).textContent()).toContain('The login or the password is not right.');
    await signIn(therapist, THERAPIST.login, THERAPIST.password);
    await therapist.getByRole('navigation').first().waitFor();
    expect(new URL(therapist.url()).pathname).toBe('/people');
  });

  test('a page of somebody for whom another tab has signed somebody else in shows that person, and nothing is done as them', async () => {
    const page = await visitor();
    await signIn(page, THERAPIST.login, THERAPIST.password);
    await page.getByText('Theo').first().waitFor();
    const other = await page.context().newPage();
    await other.goto(api.url);
    await other.evaluate(() => fetch('/v1/session', { method: 'DELETE' }));
    await other.reload();
    await signIn(other, OPERATOR.login, OPERATOR.password);
    await other.getByText('Olga').first().waitFor();
    const refused = page.waitForResponse((response) => response.status() === 409);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await refused;
    await page.getByText('Somebody else has signed in in this browser.').first().waitFor();
    await page.getByText('Olga').first().waitFor();
    expect(await page.getByText('Theo').count()).toBe(0);
    await page.context().close();
  });

  test('the only operator is told why they have to stay while there are others', async () => {
    await operator.goto(`${api.url}/privacy`);
    const card = operator.getByTestId('delete');
    await card.getByRole('button', { name: 'Delete everything' }).click();
    const why = operator.getByText('Nobody else could look after the accounts here');
    await why.filter({ visible: true }).first().waitFor();
    await operator.goto(`${api.url}/settings`);
    await heading(operator, 'Settings');
    expect(await operator.getByTestId('settings-leave').count()).toBe(0);
  });

  // These two wait for ten seconds, side by side.
  test.concurrent('days that are deleted are gone from what the device keeps as well', async () => {
    await operator.goto(`${api.url}/privacy`);
    await operator.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    // No page asks for it meanwhile.
    await operator.evaluate(async () => (await fetch('/v1/rotations?fromUs=0&untilUs=1')).text());
    await expect.poll(() => keptOnDevice(operator), { timeout: PATIENCE_MS }).toContain('/v1/rotations');
    const card = operator.getByTestId('delete');
    const parts = card.getByRole('spinbutton');
    for (const [i, text] of ['01', '03', '2026', '02', '03', '2026'].entries()) {
      await parts.nth(i).focus();
      await operator.keyboard.type(text);
    }
    await card.getByRole('button', { name: 'Delete these days' }).click();
    await card.getByText(/^1 Mar to 2 Mar 2026 will be deleted in \d+ s\.$/).waitFor();
    await operator
      .getByText(/^Deleted: \d+ rows\.$/)
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(await keptOnDevice(operator)).not.toContain('/v1/rotations');
  });

  test.concurrent('an account that wears nothing is deleted in the settings, after time to think again', async () => {
    // From now on the service worker keeps what is asked for.
    await therapist.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await therapist.goto(`${api.url}/settings`);
    const card = therapist.getByTestId('settings-leave');
    await expect.poll(() => keptOnDevice(therapist), { timeout: PATIENCE_MS }).toContain('/v1/session');
    await card.getByRole('button', { name: 'Delete this account' }).click();
    await card.getByRole('button', { name: 'Keep it' }).click();
    await card.getByRole('button', { name: 'Delete this account' }).click();
    await heading(therapist, 'Sign in');
    await therapist
      .getByText(/^Deleted: \d+ rows\.$/)
      .filter({ visible: true })
      .waitFor();
    expect(await keptOnDevice(therapist)).not.toContain('/v1/session');
    await signIn(therapist, THERAPIST.login, THERAPIST.password);
    await trouble(therapist).waitFor();
  });
});
