/**
 * `node test/bench/dashboard.ts [--url <running>] [--hours 8]`: what the dashboard costs, in a real browser. Without a
 * URL it starts a system of its own. Times are worth noting on a machine without other work.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startApp, temporaryFolder } from '../harness/app.ts';
import { launchBrowser } from '../harness/browser.ts';
import { firstPaints, liveLatencies, scriptsOf } from '../harness/page-cost.ts';
import { quantile } from '../harness/quantile.ts';
import { memoryByHour } from './live-day.ts';

interface Figure {
  readonly what: string;
  readonly value: string;
  readonly aim: string;
  readonly met: boolean;
}

const MAX_SCRIPT_BYTES = 200_000;
const SLOWDOWN = 4;
const MAX_FIRST_PAINT_MS = 1_500;
const PAINTS = 7;
const LATENCY_S = 20;
const MAX_LATENCY_MS = 500;
/** Less than this over the hours after the first is no growth: what a heap differs by from look to look. */
const MAX_GROWTH_BYTES = 1_000_000;

const { values } = parseArgs({
  options: { url: { type: 'string' }, hours: { type: 'string', default: '8' } },
});

async function measure(url: string): Promise<Figure[]> {
  await using browser = await launchBrowser();
  const scripts = await scriptsOf(browser, `${url}/today`);
  const bytes = scripts.filter(({ chart }) => !chart).reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  const paints = await firstPaints(browser, `${url}/today`, SLOWDOWN, PAINTS);
  const latencies = await liveLatencies(browser, `${url}/live`, LATENCY_S);
  const hours = await memoryByHour(browser, Number(values.hours));
  const growth = hours.at(-1)!.heapBytes - hours[1]!.heapBytes;
  const nodes = hours.at(-1)!.nodes - hours[1]!.nodes;
  const p95 = quantile(latencies, 0.95);
  const paint = quantile(paints, 0.5);
  return [
    {
      what: 'script of Today before charts, gzip',
      value: `${(bytes / 1000).toFixed(1)} kB in ${scripts.length} files`,
      aim: `<= ${MAX_SCRIPT_BYTES / 1000} kB`,
      met: bytes <= MAX_SCRIPT_BYTES,
    },
    {
      what: `first paint of Today, CPU slowed ${SLOWDOWN} times, nothing cached`,
      value: `median ${paint.toFixed(0)} ms, worst of ${PAINTS} ${Math.max(...paints).toFixed(0)} ms`,
      aim: `<= ${MAX_FIRST_PAINT_MS} ms`,
      met: paint <= MAX_FIRST_PAINT_MS,
    },
    {
      what: 'sensor to pixel, the whole Live page open',
      value: `p50 ${quantile(latencies, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, ${latencies.length} paints`,
      aim: `p95 <= ${MAX_LATENCY_MS} ms`,
      met: p95 <= MAX_LATENCY_MS,
    },
    {
      what: `Live for ${values.hours} h, heap after each hour`,
      value: `${hours.map(({ heapBytes }) => (heapBytes / 1e6).toFixed(2)).join(', ')} MB; ${nodes} nodes more`,
      aim: `grows by < ${MAX_GROWTH_BYTES / 1e6} MB after the first hour`,
      met: growth < MAX_GROWTH_BYTES,
    },
  ];
}

async function main(): Promise<void> {
  if (values.url) return report(await measure(values.url.replace(/\/$/, '')));
  await using folder = await temporaryFolder();
  await using app = await startApp(['--no-demo', '--port', '0', '--data-dir', join(folder.path, 'data')]);
  report(await measure(app.url.replace(/\/$/, '')));
}

function report(figures: readonly Figure[]): void {
  console.log('| what | measured | aim | met |\n| --- | --- | --- | --- |');
  for (const { what, value, aim, met } of figures) {
    console.log(`| ${what} | ${value} | ${aim} | ${met ? 'yes' : 'no'} |`);
  }
  if (figures.some(({ met }) => !met)) process.exitCode = 1;
}

await main();
