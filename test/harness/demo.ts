import type { Demo, DemoPersonKey } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { type Running, startApp, temporaryFolder } from './app.ts';

const POLL_MS = 300;
const AFTERNOON_H = 15;
const MS_PER_H = 3_600_000;
const WESTMOST_H = -11;
const H_PER_DAY = 24;

/** A zone in which it is afternoon: a day has been worn, and midnight is far, whenever the tests run. */
export function afternoonZone(nowMs: number = Date.now()): string {
  const hourUtc = Math.floor(nowMs / MS_PER_H) % H_PER_DAY;
  const ahead = ((AFTERNOON_H - hourUtc - WESTMOST_H + H_PER_DAY) % H_PER_DAY) + WESTMOST_H;
  // These names count the other way round.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** A demonstration of its own with a few days: those of today first, one for each wearer. */
export interface DemoApp extends AsyncDisposable {
  readonly app: Running;
  readonly url: string;
  readonly demo: Demo;
}

export async function startDemo(days: number): Promise<DemoApp> {
  const folder = await temporaryFolder();
  const args = ['--demo', '--port', '0', '--data-dir', `${folder.path}/data`];
  const app = await startApp(args, { PLUMBLINE_DEMO_DAYS: String(days), TZ: afternoonZone() });
  const dispose = async (): Promise<void> => {
    await app.stop();
    await folder[Symbol.asyncDispose]();
  };
  try {
    const demo = await filled(app.url, days);
    return { app, url: app.url, demo, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function filled(url: string, days: number): Promise<Demo> {
  for (;;) {
    const demo = (await (await fetch(`${url}/v1/demo`)).json()) as Demo;
    if (demo.daysStored >= days) return demo;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A window in which this person of the demonstration is signed in. */
export async function lookAs(browser: Browser, { url, demo }: DemoApp, key: DemoPersonKey): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', serviceWorkers: 'block' });
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
