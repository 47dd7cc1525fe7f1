import { join } from 'node:path';
import type { Demo } from '@plumbline/contract';
import type { Browser } from 'playwright-core';
import { type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { launchBrowser } from '../harness/browser.ts';
import { afternoonZone } from '../harness/demo.ts';

/** Of the newest, some for each wearer: what a page shows of one day or copies to a year. */
const DEMO_DAYS = 9;

/** A demonstration whose days are all there, so that nothing but the pages works the machine. */
export interface BenchDemo {
  readonly url: string;
  readonly databaseUrl: string;
  readonly timeZone: string;
  /** Whose page it is without anything else. */
  readonly wearer: string;
}

/** What the parts measure with; each is started by the first part that needs it. */
export class DashboardRig implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  #demo: Promise<BenchDemo> | null = null;
  #browser: Promise<Browser> | null = null;

  demo(): Promise<BenchDemo> {
    this.#demo ??= this.#startDemo();
    return this.#demo;
  }

  browser(): Promise<Browser> {
    this.#browser ??= launchBrowser().then((browser) => this.#stack.use(browser));
    return this.#browser;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  async #startDemo(): Promise<BenchDemo> {
    const timeZone = afternoonZone();
    const folder = this.#stack.use(await temporaryFolder());
    const args = ['--demo', '--port', '0', '--data-dir', join(folder.path, 'data')];
    const env = { TZ: timeZone, PLUMBLINE_DEMO_DAYS: String(DEMO_DAYS) };
    const app: Running = this.#stack.use(await startApp(args, env));
    await app.waitFor('filled');
    const url = app.url.replace(/\/$/, '');
    const { people } = (await (await fetch(`${url}/v1/demo`)).json()) as Demo;
    const { wearer } = people.find(({ key }) => key === 'seated')!;
    return { url, databaseUrl: app.databaseUrl, timeZone, wearer: wearer! };
  }
}
