import type { Demo, DemoPersonKey } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { startApp, temporaryFolder } from './app.ts';

const POLL_MS = 300;
const AFTERNOON_H = 15;
const MS_PER_H = 3_600_000;
/** What a page may take for one thing on a machine that does much else. */
export const PATIENCE_MS = 60_000;
const WESTMOST_H = -11;
const H_PER_DAY = 24;

/** A zone in which it is afternoon: a day has been worn, and midnight is far, whenever the tests run. */
export function afternoonZone(nowMs: number = Date.now()): string {
  const hourUtc = Math.floor(nowMs / MS_PER_H) % H_PER_DAY;
  const ahead = ((AFTERNOON_H - hourUtc - WESTMOST_H + H_PER_DAY) % H_PER_DAY) + WESTMOST_H;
  // These names count the other way round.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** A demonstration that runs already, to try scenarios on while working on pages; else one of their own. */
const RUNNING_URL = process.env.PLUMBLINE_PAGES_URL;

/** A demonstration with a few days: those of today first, one for each wearer. */
export interface DemoApp extends AsyncDisposable {
  readonly url: string;
  /** Of the owner; null: it ran already. */
  readonly databaseUrl: string | null;
  readonly demo: Demo;
  /** Of the wearers, and of the browsers that look at them. */
  readonly timeZone: string;
}

/** What scenarios that share one running system ask for when they begin. */
export type System = () => { readonly demo: DemoApp; readonly browser: Browser };

export async function startDemo(days: number): Promise<DemoApp> {
  const timeZone = afternoonZone();
  const { stop, ...started } =
    RUNNING_URL === undefined ? await startOwn(days, timeZone) : running(RUNNING_URL);
  try {
    const demo = await filled(started.url, days);
    return { ...started, demo, timeZone, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Started {
  readonly url: string;
  readonly databaseUrl: string | null;
  readonly stop: () => Promise<void>;
}

function running(url: string): Started {
  return { url: url.replace(/\/$/, ''), databaseUrl: null, stop: async () => {} };
}

async function startOwn(days: number, timeZone: string): Promise<Started> {
  const folder = await temporaryFolder();
  const args = ['--demo', '--port', '0', '--data-dir', `${folder.path}/data`];
  const { url, databaseUrl, stop } = await startApp(args, {
    PLUMBLINE_DEMO_DAYS: String(days),
    TZ: timeZone,
  });
  return {
    url,
    databaseUrl,
    stop: async () => {
      await stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function filled(url: string, days: number): Promise<Demo> {
  for (;;) {
    const demo = (await (await fetch(`${url}/v1/demo`)).json()) as Demo;
    if (!demo.on) throw new Error(`${url} is no demonstration`);
    if (demo.daysStored >= days) return demo;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A window in which this person of the demonstration is signed in. */
export async function lookAs(
  browser: Browser,
  { url, demo, timeZone }: DemoApp,
  key: DemoPersonKey,
): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: timeZone,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const { person } = demo.people.find((each) => each.key === key)!;
  const session = await context.request.post(`${url}/v1/demo/session`, { data: { person } });
  if (!session.ok()) throw new Error(`cannot look as ${key}: ${session.status()}`);
  return context.newPage();
}

/** What an address answers to whoever the window belongs to. */
export async function ask<T>(page: Page, { url }: DemoApp, path: string): Promise<T> {
  const answer = await page.context().request.get(url + path);
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}
