import type { Role } from '@plumbline/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type DemoApp, lookAs } from './demo.ts';

/** What the tests use of a line in `apps/dashboard/src/app/pages.ts`. */
export interface PageLine {
  readonly path: string;
  readonly roles: readonly Role[];
}

const PAGES_MODULE = new URL('../../apps/dashboard/src/app/pages.ts', import.meta.url);
const MS_PER_DAY = 86_400_000;
/** Pictures in a row in which nothing is under way: what comes only after something else is waited for too. */
const CALM_FRAMES = 8;

/** Every page of the dashboard, as its own list has them. */
export async function dashboardPages(): Promise<readonly PageLine[]> {
  const { PAGES } = (await import(PAGES_MODULE.href)) as { readonly PAGES: readonly PageLine[] };
  return PAGES;
}

/** A page of the browser in which somebody of the demonstration looks around. */
export interface Viewer {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, of the console, and requests to anybody but the server. */
  readonly problems: readonly string[];
}

/** Looks as the first person of the demonstration with one of the roles. */
export async function viewAs(browser: Browser, demo: DemoApp, roles: readonly Role[]): Promise<Viewer> {
  const person = demo.demo.people.find((who) => who.roles.includes(roles[0]!));
  if (person === undefined) throw new Error(`nobody in the demonstration is ${roles[0]}`);
  const page = await lookAs(browser, demo, person.key);
  return { context: page.context(), page, problems: watch(page, demo.url) };
}

function watch(page: Page, url: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    const own = /^(blob|data):/.test(request.url()) || new URL(request.url()).origin === new URL(url).origin;
    if (!own) problems.push(`request to ${request.url()}`);
  });
  return problems;
}

/** The address of a page with the parts that begin with a colon filled in from what the viewer may see. */
export async function addressOf(line: PageLine, viewer: Viewer, url: string): Promise<string> {
  const names = [...line.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  let path = line.path;
  for (const name of names) path = path.replace(`:${name}`, await example(name, viewer, url));
  return `${url}${path}`;
}

async function example(name: string, { context }: Viewer, url: string): Promise<string> {
  if (name === 'date') return new Date(Date.now() - MS_PER_DAY).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const list = { wearer: '/v1/wearers', study: '/v1/studies', job: '/v1/exports' }[name];
  if (list === undefined) throw new Error(`no example of :${name}: add one to test/harness/pages.ts`);
  const rows = (await (await context.request.get(`${url}${list}`)).json()) as readonly {
    readonly id: string;
  }[];
  return rows[0]!.id;
}

/** Opens an address and waits until the page stands. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Waits until nothing is an outline any more, the letters are there, and what moves has come to its end. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').first().waitFor();
  await page.evaluate(async (calmFrames) => {
    const underWay = (): boolean =>
      document.querySelector('.skeleton') !== null ||
      document.fonts.status !== 'loaded' ||
      document
        .getAnimations()
        .some(
          ({ playState, effect }) =>
            playState === 'running' && Number(effect?.getComputedTiming().endTime) < Number.POSITIVE_INFINITY,
        );
    for (let calm = 0; calm < calmFrames; calm = underWay() ? 0 : calm + 1) {
      await new Promise(requestAnimationFrame);
    }
  }, CALM_FRAMES);
}

/** How far the page can be scrolled sideways, CSS pixels. */
export function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
