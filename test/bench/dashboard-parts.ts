import type { Page } from 'playwright-core';
import { firstPaints, liveLatencies, scriptsOf } from '../harness/page-cost.ts';
import { settled } from '../harness/pages.ts';
import { panCost } from '../harness/pan-cost.ts';
import { quantile } from '../harness/quantile.ts';
import { yearsDrawn } from '../harness/trend-cost.ts';
import type { DashboardRig } from './dashboard-rig.ts';
import { timesOfFilling } from './demo-filling.ts';
import { memoryByHour } from './live-day.ts';
import { repeatToYear } from './year.ts';

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** Null: told to understand the others. */
  readonly aim: string | null;
  readonly met: boolean | null;
}

export interface PartOptions {
  readonly hours: number;
  readonly fillingS: number;
}

type Part = (rig: DashboardRig, options: PartOptions) => Promise<readonly Figure[]>;

const MAX_SCRIPT_BYTES = 200_000;
const SLOWDOWN = 4;
const MAX_FIRST_PAINT_MS = 1_500;
const PAINTS = 7;
const PAN_S = 10;
const AIM_FPS = 60;
/** Of a display: less is a frame left out now and then. */
const LEAST_FPS = 59;
const FRAME_MS = 1000 / AIM_FPS;
const LATE_MS = 1.5 * FRAME_MS;
const YEARS = 7;
const LEAST_YEAR_DAYS = 200;
const MAX_TREND_MS = 200;
const LATENCY_S = 30;
/** Painted up to 15 times a second; fewer than this is a page that stood still. */
const LEAST_PAINTS = 5 * LATENCY_S;
const MAX_LATENCY_MS = 500;
/** Less than this over the hours after the first is no growth: what a heap differs by from look to look. */
const MAX_GROWTH_BYTES = 1_000_000;
const MAX_FIRST_DATA_S = 60;

/** Each can be run alone. */
export const PARTS = { script, paint, pan, trend, pixel, live, filling } satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;

async function script(rig: DashboardRig): Promise<Figure[]> {
  const { url } = await rig.demo();
  const scripts = await scriptsOf(await rig.browser(), `${url}/today`);
  const sum = (charts: boolean) =>
    scripts.filter(({ chart }) => chart === charts).reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);
  const [own, charts] = [sum(false), sum(true)];
  if (own === 0 || charts === 0) throw new Error('the page fetched no script, or nothing that draws charts');
  const before = scripts.filter(({ chart }) => !chart).sort((a, b) => b.gzipBytes - a.gzipBytes);
  const largest = before.slice(0, 8).map(({ name, gzipBytes }) => `${chunkOf(name)} ${kb(gzipBytes)}`);
  return [
    figure('script of Today before charts, gzip', `${kb(own)} in ${before.length} files`, [
      `<= ${kb(MAX_SCRIPT_BYTES)}`,
      own <= MAX_SCRIPT_BYTES,
    ]),
    figure('the largest of them', largest.join(', ')),
    figure('charts, fetched after the first picture', kb(charts)),
  ];
}

/** Without the folder and the mark of its version. */
function chunkOf(name: string): string {
  return name.replace(/^.*\//, '').replace(/-[\w-]{8}\.js$/, '');
}

async function paint(rig: DashboardRig): Promise<Figure[]> {
  const { url } = await rig.demo();
  const visits = await firstPaints(await rig.browser(), `${url}/today`, SLOWDOWN, PAINTS);
  const paints = visits.map(({ paintMs }) => paintMs);
  const slow = `CPU slowed ${SLOWDOWN} times, nothing cached`;
  return [
    figure(`first paint of Today, ${slow}`, spread(paints), [
      `median <= ${MAX_FIRST_PAINT_MS} ms`,
      quantile(paints, 0.5) <= MAX_FIRST_PAINT_MS,
    ]),
    figure("the day's first words stand, ditto", spread(visits.map(({ wordsMs }) => wordsMs))),
  ];
}

async function pan(rig: DashboardRig): Promise<Figure[]> {
  const { url } = await rig.demo();
  const page = await (await rig.browser()).newPage({ viewport: { width: 1440, height: 900 } });
  const still = await framesAtRest(page);
  await page.goto(`${url}/today`);
  await settled(page);
  const plot = page.locator('.ribbon .strip-plot');
  await plot.scrollIntoViewIfNeeded();
  for (const _ of ['half', 'quarter']) await page.getByRole('button', { name: 'Closer' }).click();
  const bouts = await page.getByTestId('ribbon-cursor').getAttribute('aria-valuemax');
  const cost = await panCost(page, (await plot.boundingBox())!, '.ribbon .strip-svg path.bout', PAN_S);
  await page.close();
  const { intervalsMs, moved, movedHz, workMs, scriptMs } = cost;
  const late = intervalsMs.filter((ms) => ms > LATE_MS).length / intervalsMs.length;
  if (moved < PAN_S) throw new Error(`the picture moved ${moved} times only`);
  return [
    figure(
      `panning a day of ${Number(bouts) + 1} bouts for ${PAN_S} s: frames in which it moved`,
      `${movedHz.toFixed(1)} a second, ${(100 * late).toFixed(1)} % late; a page without anything: ${still.toFixed(1)}`,
      [`>= ${LEAST_FPS} a second`, movedHz >= LEAST_FPS],
    ),
    figure(
      "the page's own work for each of these frames",
      `${workMs.toFixed(1)} ms, of it script ${scriptMs.toFixed(1)} ms`,
      [`< ${FRAME_MS.toFixed(0)} ms`, workMs < FRAME_MS],
    ),
  ];
}

/** What this browser on this machine gives a page that does nothing but move one box. */
async function framesAtRest(page: Page): Promise<number> {
  await page.setContent('<div style="width:9px;height:9px;background:#000"></div>');
  const times = await page.evaluate(async (ms) => {
    const found: number[] = [];
    const box = document.querySelector('div')!;
    await new Promise<void>((done) => {
      const look = (tMs: number): void => {
        found.push(tMs);
        box.style.transform = `translateX(${found.length % 100}px)`;
        if (tMs - found[0]! < ms) requestAnimationFrame(look);
        else done();
      };
      requestAnimationFrame(look);
    });
    return found;
  }, 3_000);
  return (1000 * (times.length - 1)) / (times.at(-1)! - times[0]!);
}

async function trend(rig: DashboardRig): Promise<Figure[]> {
  const { url, databaseUrl, wearer } = await rig.demo();
  await repeatToYear(databaseUrl, wearer);
  const { first, others } = await yearsDrawn(await rig.browser(), url, YEARS);
  const days = Math.min(...first.map((year) => year.days));
  if (days < LEAST_YEAR_DAYS) throw new Error(`the year holds ${days} days: there is nothing to draw`);
  const drawn = first.map(({ drawnMs }) => drawnMs);
  const shown = first.map(({ shownMs }) => shownMs);
  const worst = Math.max(...drawn, ...others);
  return [
    figure(
      `a year of ${days} days drawn: from the option to the painted canvas`,
      `${spread(drawn)}; ${others.length} other measures worst ${Math.max(...others).toFixed(0)} ms`,
      [`<= ${MAX_TREND_MS} ms`, worst <= MAX_TREND_MS],
    ),
    figure('ditto, from the last byte of the answer to the frame that shows it', spread(shown), [
      `median <= ${MAX_TREND_MS} ms`,
      quantile(shown, 0.5) <= MAX_TREND_MS,
    ]),
  ];
}

async function pixel(rig: DashboardRig): Promise<Figure[]> {
  const { url } = await rig.demo();
  const latencies = await liveLatencies(await rig.browser(), `${url}/live`, LATENCY_S);
  if (latencies.length < LEAST_PAINTS) throw new Error(`the page painted ${latencies.length} times only`);
  const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  return [
    figure(
      `sensor to pixel, the whole Live page open for ${LATENCY_S} s`,
      `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, worst ${Math.max(...latencies).toFixed(0)} ms, ${latencies.length} paints`,
      [`p95 <= ${MAX_LATENCY_MS} ms`, p95 <= MAX_LATENCY_MS],
    ),
  ];
}

async function live(rig: DashboardRig, { hours }: PartOptions): Promise<Figure[]> {
  const measured = await memoryByHour(await rig.browser(), hours);
  const [, from] = measured;
  const to = measured.at(-1)!;
  if (from === undefined || from === to) throw new Error('growth needs more than two hours: --hours 8');
  const growth = to.heapBytes - from.heapBytes;
  return [
    figure(
      `Live for ${hours} h, heap after each hour`,
      `${measured.map(({ heapBytes }) => (heapBytes / 1e6).toFixed(2)).join(', ')} MB; ${to.nodes - from.nodes} nodes more`,
      [`grows by < ${MAX_GROWTH_BYTES / 1e6} MB after the second hour`, growth < MAX_GROWTH_BYTES],
    ),
  ];
}

async function filling(_: DashboardRig, { fillingS }: PartOptions): Promise<Figure[]> {
  const found = await timesOfFilling(fillingS);
  return found.map(({ what, afterS, soon }) => {
    const value = afterS === null ? `not within ${fillingS} s` : `${afterS.toFixed(0)} s`;
    const met = afterS !== null && afterS <= MAX_FIRST_DATA_S;
    return soon ? figure(what, value, [`<= ${MAX_FIRST_DATA_S} s`, met]) : figure(what, value);
  });
}

function figure(what: string, value: string, aim?: readonly [text: string, met: boolean]): Figure {
  return { what, value, aim: aim?.[0] ?? null, met: aim?.[1] ?? null };
}

function spread(ms: readonly number[]): string {
  return `median ${quantile(ms, 0.5).toFixed(0)} ms, worst of ${ms.length} ${Math.max(...ms).toFixed(0)} ms`;
}

const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
