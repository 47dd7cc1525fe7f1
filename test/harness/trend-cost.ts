import type { Trends } from '@plumbline/contract';
import type { Browser, Page } from 'playwright-core';
import { settled } from './pages.ts';

/** One drawing of a year. */
export interface YearDrawn {
  /** Told by the chart: from its option to the painted canvas. */
  readonly drawnMs: number;
  /** From the last byte of the answer to the frame that shows it: reading, checking, words, chart. */
  readonly shownMs: number;
  /** Days of the year that hold a value. */
  readonly days: number;
}

const WEEKS = 52;
const DAYS_A_WEEK = 7;
const CHART = '[data-testid="trend-chart"]';
const CURSOR = '[data-testid="trend-cursor"]';

/** Visits Trends anew and asks for a year; then looks at every other measure of it. */
export async function yearsDrawn(
  browser: Browser,
  url: string,
  visits: number,
): Promise<{ readonly first: readonly YearDrawn[]; readonly others: readonly number[] }> {
  const first: YearDrawn[] = [];
  let others: readonly number[] = [];
  for (let i = 0; i < visits; i++) {
    const context = await browser.newContext({
      ...{ locale: 'en-GB', viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' },
    });
    const page = await context.newPage();
    await page.goto(`${url}/trends`);
    await page.waitForSelector(`${CHART}[data-drawn-ms]`);
    await settled(page);
    first.push(await askForYear(page));
    if (i === 0) others = await otherMeasures(page);
    await context.close();
  }
  return { first, others };
}

async function askForYear(page: Page): Promise<YearDrawn> {
  const answered = page.waitForResponse((response) => response.url().includes(`weeks=${WEEKS}`));
  const drawn = page.evaluate(yearShown, [CHART, CURSOR, WEEKS * DAYS_A_WEEK - 1] as const);
  await page.getByText(`${WEEKS} weeks`, { exact: true }).click();
  const { valid } = (await (await answered).json()) as Trends;
  return { ...(await drawn), days: valid.filter(Boolean).length };
}

/** Runs in the page: waits for the chart of so many days. */
function yearShown([chart, cursor, last]: readonly [string, string, number]): Promise<
  Omit<YearDrawn, 'days'>
> {
  return new Promise((done) => {
    const look = (): void => {
      const drawnMs = document.querySelector<HTMLElement>(chart)?.dataset.drawnMs;
      const lastDay = Number(document.querySelector(cursor)?.getAttribute('aria-valuemax'));
      if (drawnMs === undefined || lastDay < last) return;
      observer.disconnect();
      const answer = performance.getEntriesByType('resource').find(({ name }) => name.includes('weeks=52'));
      const endMs = (answer as PerformanceResourceTiming).responseEnd;
      requestAnimationFrame(() =>
        requestAnimationFrame((tMs) => done({ drawnMs: Number(drawnMs), shownMs: tMs - endMs })),
      );
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, attributeFilter: ['data-drawn-ms'] });
  });
}

/** How long the chart of each other measure takes. */
async function otherMeasures(page: Page): Promise<number[]> {
  const list = page.getByRole('button', { name: 'Measure' });
  await list.click();
  const count = await page.getByRole('option').count();
  await page.keyboard.press('Escape');
  const found: number[] = [];
  for (let i = 1; i < count; i++) {
    await page.evaluate(
      (at) => document.querySelector<HTMLElement>(at)!.removeAttribute('data-drawn-ms'),
      CHART,
    );
    await list.click();
    await page.getByRole('option').nth(i).click();
    await page.waitForSelector(`${CHART}[data-drawn-ms]`);
    found.push(Number(await page.locator(CHART).getAttribute('data-drawn-ms')));
  }
  return found;
}
