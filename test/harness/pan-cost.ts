import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

/** What moving a picture costs. */
export interface PanCost {
  /** Between the frames that the browser made, milliseconds. */
  readonly intervalsMs: readonly number[];
  /** Frames in which the picture stood elsewhere than in the one before. */
  readonly moved: number;
  /** The same a second, from the first of them to the last. */
  readonly movedHz: number;
  /** Work of the page's main thread for each of its frames, milliseconds: script, style, layout and painting. */
  readonly workMs: number;
  /** Script alone. */
  readonly scriptMs: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A mouse tells where it is this often. */
const MOUSE_MS = 8;
/** There and back again; within it the middle half of the box is crossed twice. */
const SWEEP_MS = 3_000;
const MS_PER_S = 1000;

/** Drags to and fro over `box` like a hand and counts the frames. `picture` is the part of the page that moves. */
export async function panCost(page: Page, box: Box, picture: string, seconds: number): Promise<PanCost> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.evaluate(watchFrames, picture);
  const before = await metricsOf(devtools);
  await drag(devtools, box, seconds);
  const after = await metricsOf(devtools);
  const { timesMs, movedMs } = await page.evaluate(framesWatched);
  await devtools.detach();
  const frames = timesMs.length;
  const perFrame = (name: string) => (MS_PER_S * (after.get(name)! - before.get(name)!)) / frames;
  return {
    intervalsMs: timesMs.slice(1).map((t, i) => t - timesMs[i]!),
    moved: movedMs.length,
    movedHz: (MS_PER_S * (movedMs.length - 1)) / (movedMs.at(-1)! - movedMs[0]!),
    workMs: perFrame('TaskDuration'),
    scriptMs: perFrame('ScriptDuration'),
  };
}

async function drag(devtools: CDPSession, { x, y, width, height }: Box, seconds: number): Promise<void> {
  const at = (shareOfWidth: number) => ({ x: x + shareOfWidth * width, y: y + height / 2 });
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', share: number) =>
    devtools.send('Input.dispatchMouseEvent', {
      type,
      ...at(share),
      button: 'left',
      buttons: 1,
      clickCount: 1,
    });
  await send('mousePressed', 0.5);
  const startMs = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let ms = 0; ms < seconds * MS_PER_S; ms = performance.now() - startMs) {
    // Not waited for: a hand does not wait for the page either.
    sent.push(send('mouseMoved', 0.5 + 0.25 * triangle(ms / SWEEP_MS)));
    await sleep(MOUSE_MS);
  }
  await Promise.all(sent);
  await send('mouseReleased', 0.5);
}

/** From 0 to 1, -1 and 0 again within each whole number, at an even pace. */
function triangle(turns: number): number {
  const at = (turns + 0.25) % 1;
  return at < 0.5 ? 4 * at - 1 : 3 - 4 * at;
}

async function metricsOf(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

interface Watched {
  readonly timesMs: number[];
  /** Of those frames whose picture stands elsewhere than in the one before. */
  readonly movedMs: number[];
  stopped: boolean;
}
type WatchingWindow = typeof globalThis & { framesWatched?: Watched };

/** Runs in the page. */
function watchFrames(selector: string): void {
  const watched: Watched = { timesMs: [], movedMs: [], stopped: false };
  (globalThis as WatchingWindow).framesWatched = watched;
  let before = '';
  const look = (tMs: number): void => {
    if (watched.stopped) return;
    watched.timesMs.push(tMs);
    const now = document.querySelector(selector)?.getAttribute('d') ?? '';
    if (before !== '' && now !== before) watched.movedMs.push(tMs);
    before = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page. */
function framesWatched(): Watched {
  const watched = (globalThis as WatchingWindow).framesWatched!;
  watched.stopped = true;
  return watched;
}
