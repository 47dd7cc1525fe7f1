import type { TraceBin } from '../trace.ts';
import { HEIGHT, type Tick, type TimeAxis, type ValueAxis, WIDTH } from './axis.ts';
import { folded, type Html, html } from './html.ts';

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two: read instead of it, or before it. */
  readonly summary: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** In the coordinates of the axes, back to front. */
  readonly shapes: readonly Html[];
  readonly heightRem: number;
  readonly legend?: Html;
  readonly table: Html;
}

/** A chart that can be looked at, read, listened to and printed. Labels are text beside the drawing, so they never shrink. */
export function figure(chart: Chart): Html {
  const { id, title, summary, shapes, heightRem, legend, table } = chart;
  return html`<figure class="chart" aria-labelledby="${id}">
<figcaption><h3 id="${id}">${title}</h3><p>${summary}</p>${legend ?? null}</figcaption>
<div class="plot" style="--height:${heightRem}rem">
<div class="y" aria-hidden="true">${chart.yTicks.map(yLabel)}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}. ${summary}">
${chart.yTicks.map(gridLine)}${shapes}</svg>
<div class="x" aria-hidden="true">${chart.xTicks.map(xLabel)}</div>
</div>
${folded('Show as table', table)}
</figure>
`;
}

/** Labels closer to an end than this stay inside. */
const EDGE = 0.01;

function yLabel({ at, label }: Tick): Html {
  return html`<span style="bottom:${percent(at)}">${label}</span>`;
}

function xLabel({ at, label }: Tick): Html {
  const edge = at < EDGE ? 'first' : at > 1 - EDGE ? 'last' : '';
  return html`<span class="${edge}" style="left:${percent(at)}">${label}</span>`;
}

function gridLine({ at }: Tick): Html {
  const y = percentless((1 - at) * HEIGHT);
  return html`<path class="grid" d="M0 ${y}H${WIDTH}"/>`;
}

function percent(share: number): string {
  return `${percentless(share * 100)}%`;
}

function percentless(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A trace: the range within each stretch, and the mean as a line. It breaks where there is nothing. */
export function traceShapes(bins: readonly TraceBin[], x: TimeAxis, y: ValueAxis, kind: string): Html[] {
  return runsOf(bins).flatMap((run) => {
    const edges = (bin: TraceBin): [number, number] => [x.x(bin.startUs), x.x(bin.endUs)];
    const top = run.map(
      (bin) =>
        `${edges(bin)
          .map((at) => `${at} ${y.y(bin.max)}`)
          .join('L')}`,
    );
    const bottom = run.toReversed().map(
      (bin) =>
        `${edges(bin)
          .toReversed()
          .map((at) => `${at} ${y.y(bin.min)}`)
          .join('L')}`,
    );
    const line = run.map((bin) => `${(edges(bin)[0] + edges(bin)[1]) / 2} ${y.y(bin.mean)}`);
    const [first, last] = [run[0]!, run.at(-1)!];
    const ends = [`${edges(first)[0]} ${y.y(first.mean)}`, `${edges(last)[1]} ${y.y(last.mean)}`];
    return [
      html`<path class="range ${kind}" d="M${[...top, ...bottom].join('L')}Z"/>`,
      html`<path class="line ${kind}" d="M${[ends[0]!, ...line, ends[1]!].join('L')}"/>`,
    ];
  });
}

function runsOf(bins: readonly TraceBin[]): TraceBin[][] {
  const runs: TraceBin[][] = [];
  for (const bin of bins) {
    const run = runs.at(-1);
    if (run && run.at(-1)!.endUs === bin.startUs) run.push(bin);
    else runs.push([bin]);
  }
  return runs;
}

/** A level that means something. */
export function levelLine(y: number): Html {
  return html`<path class="level" d="M0 ${y}H${WIDTH}"/>`;
}

/** Fewer, longer stretches for a table. */
export function coarser(bins: readonly TraceBin[], most: number): TraceBin[] {
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return [];
  const widthUs = (last.endUs - first.startUs) / most;
  const groups = Map.groupBy(bins, (bin) => Math.floor((bin.startUs - first.startUs) / widthUs));
  return [...groups.values()].map(joined);
}

function joined(bins: readonly TraceBin[]): TraceBin {
  const weight = (bin: TraceBin): number => bin.coverage * (bin.endUs - bin.startUs);
  const known = bins.reduce((sum, bin) => sum + weight(bin), 0);
  const [startUs, endUs] = [bins[0]!.startUs, bins.at(-1)!.endUs];
  return {
    startUs,
    endUs,
    min: Math.min(...bins.map((bin) => bin.min)),
    max: Math.max(...bins.map((bin) => bin.max)),
    mean: bins.reduce((sum, bin) => sum + bin.mean * weight(bin), 0) / known,
    coverage: known / (endUs - startUs),
  };
}
