import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { settled } from './pages.ts';

const GZIP_LEVEL = 9;
/** Fetched after the first picture, by pages that draw them. */
const CHARTS = /\/(charts|echarts)-[^/]*\.js$/;

export interface ScriptCost {
  readonly name: string;
  readonly gzipBytes: number;
  readonly chart: boolean;
}

/** Every script that a first visit fetches until the page stands. The service worker comes later and is not counted. */
export async function scriptsOf(browser: Browser, address: string): Promise<readonly ScriptCost[]> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const bodies: Promise<ScriptCost>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const name = new URL(response.url()).pathname;
    const cost = response.body().then((body) => ({
      name,
      gzipBytes: gzipSync(body, { level: GZIP_LEVEL }).length,
      chart: CHARTS.test(name),
    }));
    // Asked for below; a page that fails before that says why itself.
    cost.catch(() => undefined);
    bodies.push(cost);
  });
  await page.goto(address);
  await settled(page);
  const costs = await Promise.all(bodies);
  await context.close();
  return costs;
}

/** Milliseconds since the page was asked for. */
export interface FirstPaint {
  /** Anything at all. */
  readonly paintMs: number;
  /** Nothing on the page is an outline any more. */
  readonly wordsMs: number;
}

/** Cold visits with the CPU slowed down. */
export async function firstPaints(
  browser: Browser,
  address: string,
  slowdown: number,
  visits: number,
): Promise<readonly FirstPaint[]> {
  const paints: FirstPaint[] = [];
  for (let i = 0; i < visits; i += 1) {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(address, { waitUntil: 'commit' });
    const [paintMs, wordsMs] = await Promise.all([firstPaint(page), firstWords(page)]);
    paints.push({ paintMs, wordsMs });
    await context.close();
  }
  return paints;
}

function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const observer = new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) done(paint.startTime);
        });
        observer.observe({ type: 'paint', buffered: true });
      }),
  );
}

async function firstWords(page: Page): Promise<number> {
  const words = () =>
    document.querySelector('main .card') !== null && document.querySelector('main .card .skeleton') === null
      ? performance.now()
      : null;
  const found = await page.waitForFunction(words, null, { polling: 'raf' });
  return (await found.jsonValue())!;
}

/** Milliseconds from a sample's own time to the frame in which it was drawn, one per paint, after the page stands. */
export async function liveLatencies(browser: Browser, address: string, seconds: number): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  await page.waitForFunction(() => Number(document.documentElement.dataset.drawnSampleUs) > 0);
  await settled(page);
  const found = await paintLatencies(page, seconds);
  await page.close();
  return found;
}

/** A canvas is painted in the frame after its chart was told, and is on the screen when the one after that begins. */
export function paintLatencies(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(async (span) => {
    const found: number[] = [];
    const note = (): void => {
      const drawnUs = Number(document.documentElement.dataset.drawnSampleUs);
      requestAnimationFrame(() =>
        requestAnimationFrame(() => found.push(performance.timeOrigin + performance.now() - drawnUs / 1000)),
      );
    };
    const observer = new MutationObserver(note);
    observer.observe(document.documentElement, { attributeFilter: ['data-drawn-sample-us'] });
    await new Promise((done) => setTimeout(done, span * 1000));
    // A busy machine may have painted nothing yet.
    while (found.length === 0) await new Promise(requestAnimationFrame);
    observer.disconnect();
    return found;
  }, seconds);
}
