import type { Note } from '@plumbline/contract';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, type System } from '../../harness/demo.ts';
import { type OutageProxy, startOutageProxy } from '../../harness/outage-proxy.ts';
import { settled } from '../../harness/pages.ts';

const HOUR_US = 3_600_000_000;
const ENTRY = 'Written on the train';
const TRIES_OF_A_QUERY = 3;
/** Of words that the page has not fetched. */
const KEY = /\b[a-z]+\.[a-z]+\.[A-Za-z]+\b/;

/** The service worker has the whole shell and answers for this page. */
const underWorker = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

const dateIn = (timeZone: string) => new Date().toLocaleDateString('sv-SE', { timeZone });
/** A zone of the earth, 25 hours from one end to the other, where it is another day now. */
const otherDateThan = (timeZone: string) =>
  ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].find((zone) => dateIn(zone) !== dateIn(timeZone))!;

export function offline(system: System): void {
  describe('without a network', () => {
    let proxy: OutageProxy;
    let context: BrowserContext;
    let page: Page;

    beforeAll(async () => {
      proxy = await startOutageProxy(system().demo.url);
      context = await system().browser.newContext({ locale: 'en-GB', timezoneId: system().demo.timeZone });
      context.setDefaultTimeout(PATIENCE_MS);
      page = await context.newPage();
      await page.goto(`${proxy.url}/today`);
      await underWorker(page);
      // What is on the page is kept from now on.
      await page.reload();
      await settled(page);
    });
    afterAll(async () => {
      await context?.close();
      await proxy?.[Symbol.asyncDispose]();
    });

    test('the page opens with what was kept, and says since when', async () => {
      proxy.down = true;
      await page.reload();
      await settled(page);
      await page.getByText(/^Offline, showing data until \d\d:\d\d\.$/).waitFor();
      await page.getByRole('heading', { name: 'Your day' }).waitFor();
      await page.getByText('No connection to the server.').waitFor();
      expect(await page.getByText(KEY).count()).toBe(0);
    });

    test("the week is kept by the wearer's calendar, where the reader has another date", async () => {
      const { browser, demo } = system();
      const away = await browser.newContext({ timezoneId: otherDateThan(demo.timeZone) });
      const reader = await away.newPage();
      await reader.goto(`${demo.url}/today`);
      await underWorker(reader);
      await reader.reload();
      const today = dateIn(demo.timeZone);
      expect(await reader.evaluate(() => new Date().toLocaleDateString('sv-SE'))).not.toBe(today);
      await reader.waitForFunction(
        async (address) => (await caches.match(address, { ignoreVary: true })) !== undefined,
        `/v1/weeks/${today}`,
        { timeout: PATIENCE_MS },
      );
      await away.close();
    });

    test('an entry of the diary waits for the server', async () => {
      await page.getByRole('textbox', { name: 'Note' }).fill(ENTRY);
      await page.getByRole('button', { name: 'Keep note' }).click();
      await page.getByText('Kept on this device.', { exact: false }).waitFor();
      const entry = page.getByTestId('diary').getByRole('listitem').filter({ hasText: ENTRY });
      await entry.getByText('waits on this device').waitFor();
    });

    test('it is sent once the server answers again', async () => {
      proxy.down = false;
      await page.reload();
      await page.getByText('1 diary entry was sent.').waitFor();
      await page.getByText(ENTRY).waitFor();
      await page.getByText('waits on this device').waitFor({ state: 'detached' });
      const untilUs = Date.now() * 1000;
      const url = new URL(`/v1/notes?fromUs=${untilUs - HOUR_US}&untilUs=${untilUs}`, system().demo.url);
      const notes = (await (await fetch(url)).json()) as readonly Note[];
      expect(notes.map(({ text }) => text)).toContain(ENTRY);
      expect(await page.getByTestId('offline').textContent()).toBe('');
    });

    test('a newer version is offered, and nothing reloads by itself', async () => {
      await page.evaluate(() => {
        document.documentElement.dataset.sameDocument = 'true';
      });
      proxy.addedToWorker = '// a newer version\n';
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
      await page.getByText('A newer version of Plumbline is ready.').waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset.sameDocument)).toBe('true');
      await page.getByRole('button', { name: 'Reload the page' }).click();
      await page.waitForFunction(() => document.documentElement.dataset.sameDocument === undefined);
      await settled(page);
    });

    test('the shell can be installed', async () => {
      const manifest = await page.evaluate(async () => {
        const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
        return (await fetch(link.href)).json();
      });
      const sizes = (manifest.icons as readonly { readonly sizes: string }[]).map(({ sizes: size }) => size);
      expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
      expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
    });

    test('a page that no worker keeps stays whole meanwhile, and goes on by itself', async () => {
      const { browser, demo } = system();
      const alone = await browser.newPage({ timezoneId: demo.timeZone, serviceWorkers: 'block' });
      alone.setDefaultTimeout(PATIENCE_MS);
      await alone.goto(`${proxy.url}/today`);
      await settled(alone);
      proxy.down = true;
      await alone.getByRole('textbox', { name: 'Note' }).fill('Written without a worker');
      // What is told has code of its own, which cannot be fetched either.
      const cut = alone.waitForEvent('requestfailed', (request) => request.url().includes('toast-region'));
      await alone.getByRole('button', { name: 'Keep note' }).click();
      await cut;
      proxy.down = false;
      await alone.getByText('Kept on this device.', { exact: false }).waitFor();
      await alone.getByRole('heading', { name: 'Your day' }).waitFor();

      await alone.goto(`${proxy.url}/week`);
      await settled(alone);
      proxy.down = true;
      await alone.getByRole('button', { name: 'Week before' }).click();
      await alone.getByText('The Plumbline server does not answer.').waitFor();
      proxy.down = false;
      await alone.getByRole('button', { name: 'Week after' }).waitFor();
      await alone.getByTestId('failure').waitFor({ state: 'detached' });

      // The code of a page that was not there yet.
      proxy.down = true;
      await alone.getByRole('link', { name: 'Privacy' }).click();
      await alone.getByText('The Plumbline server does not answer.').waitFor();
      proxy.down = false;
      await alone.getByRole('heading', { name: 'Privacy', level: 1 }).waitFor();
      await alone.close();
    });

    test('what a page cannot have is told in its place, and the rest of the page stays', async () => {
      const { browser, demo } = system();
      const alone = await browser.newPage({ timezoneId: demo.timeZone, serviceWorkers: 'block' });
      alone.setDefaultTimeout(PATIENCE_MS);
      await alone.route('**/v1/plan*', (route) => route.fulfill({ status: 500, body: 'broken' }));
      await alone.goto(`${demo.url}/trends`);
      await alone.getByTestId('failure').waitFor();
      await alone.getByTestId('trend-chart').waitFor();
      await alone.unroute('**/v1/plan*');
      await alone.getByRole('button', { name: 'Try again' }).click();
      await alone.getByTestId('failure').waitFor({ state: 'detached' });
      await alone.close();
    });

    test('a failure stands while it is tried again by itself, until there is an answer', async () => {
      const { browser, demo } = system();
      const alone = await browser.newPage({ timezoneId: demo.timeZone, serviceWorkers: 'block' });
      alone.setDefaultTimeout(PATIENCE_MS);
      let tries = 0;
      await alone.route('**/v1/consents*', (route) => {
        tries++;
        return route.abort();
      });
      await alone.goto(`${demo.url}/privacy`);
      const failure = await alone.getByTestId('failure').first().elementHandle();
      const soFar = tries;
      await expect.poll(() => tries, { timeout: PATIENCE_MS }).toBeGreaterThan(soFar + TRIES_OF_A_QUERY);
      expect(await failure?.evaluate((shown) => shown.isConnected)).toBe(true);
      await alone.unroute('**/v1/consents*');
      await alone.getByTestId('failure').first().waitFor({ state: 'detached' });
      await alone.close();
    });

    test('a page that is open while a newer version is installed says so, in pieces and as a whole', async () => {
      const { browser, demo } = system();
      const alone = await browser.newPage({ timezoneId: demo.timeZone, serviceWorkers: 'block' });
      alone.setDefaultTimeout(PATIENCE_MS);
      await alone.goto(`${proxy.url}/today`);
      await settled(alone);
      proxy.upgraded = true;
      await alone.getByTestId('demo').getByRole('button').click();
      const note = alone.getByTestId('newer');
      await note.getByText('A newer version of Plumbline is installed.').waitFor();
      await alone.getByRole('heading', { name: 'Your day' }).waitFor();
      await alone.getByRole('link', { name: 'Privacy' }).click();
      await alone.getByTestId('failure').getByText('A newer version of Plumbline is installed.').waitFor();
      proxy.upgraded = false;
      await note.getByRole('button', { name: 'Reload the page' }).click();
      await note.waitFor({ state: 'hidden' });
      await alone.getByRole('heading', { name: 'Privacy', level: 1 }).waitFor();
      await alone.close();
    });
  });
}
