import { TRUNK_ANGLE_ERROR_DEG } from '@plumbline/core';
import { ANGLE_INTERVAL, digits, percent } from '../words.ts';
import { roundMarks, ValueAxis } from './axis.ts';
import { type Frame, traceTable } from './frame.ts';
import { type Html, html, section, table, unavailable } from './html.ts';
import { measureTable } from './measure-table.ts';
import { figure, levelLine, traceShapes } from './plot.ts';

const LEAST_DEG = -20;
const MOST_DEG = 40;

const PERCENTILES = [10, 50, 90].map((level) => ({
  id: `flexion_p${level}`,
  name: `${level}th percentile of flexion`,
  convention: `weighted by time; sitting, standing and on the move; interval: ${ANGLE_INTERVAL}`,
}));

export function trunkSection(frame: Frame): Html {
  const { traces } = frame.tallies;
  const flexion = traces.flexion.bins();
  if (flexion.length > 0) {
    return section(
      'trunk',
      'Trunk angle',
      angleChart(frame, 'Trunk flexion', flexion, 'flexion'),
      measureTable('Trunk flexion', PERCENTILES, frame.summary.measures),
      variation(frame),
    );
  }
  const why = frame.summary.mounting.reason ?? 'forward was never known';
  const tilt = traces.tilt.bins();
  const none = unavailable('Flexion', `${why}.`);
  if (tilt.length === 0) return section('trunk', 'Trunk angle', none);
  return section(
    'trunk',
    'Trunk angle',
    none,
    angleChart(frame, 'Tilt from upright, in any direction', tilt, 'tilt'),
  );
}

type Bins = ReturnType<Frame['tallies']['traces']['flexion']['bins']>;

function angleChart(frame: Frame, title: string, bins: Bins, kind: string): Html {
  const low = Math.min(kind === 'tilt' ? 0 : LEAST_DEG, ...bins.map((bin) => bin.min));
  const high = Math.max(MOST_DEG, ...bins.map((bin) => bin.max));
  const marks = roundMarks(low, high);
  const axis = new ValueAxis(marks[0]!, marks.at(-1)!, marks, (deg) => `${deg} deg`);
  const { forwardDeg } = frame.summary.parameters.load.holding;
  const levels = [0, ...forwardDeg].filter((deg) => deg > axis.low && deg < axis.high);
  return figure({
    id: 'angle',
    title,
    summary: angleSentence(bins, forwardDeg),
    xTicks: frame.time.ticks,
    yTicks: axis.ticks,
    shapes: [...levels.map((deg) => levelLine(axis.y(deg))), ...traceShapes(bins, frame.time, axis, kind)],
    heightRem: 12,
    table: traceTable(`${title}, deg`, bins, frame),
  });
}

function angleSentence(bins: Bins, [moderate, far]: readonly [number, number]): string {
  const weight = (bin: Bins[number]): number => bin.coverage * (bin.endUs - bin.startUs);
  const known = bins.reduce((sum, bin) => sum + weight(bin), 0);
  const mean = bins.reduce((sum, bin) => sum + bin.mean * weight(bin), 0) / known;
  const [low, high] = [Math.min(...bins.map((b) => b.min)), Math.max(...bins.map((b) => b.max))];
  return `Mean ${digits(Math.round(mean))} deg, from ${Math.round(low)} to ${Math.round(high)} deg by the second; forward is positive, upright as in walking is 0, and a pelvis that tips back, as in sitting, is negative. Trust it to about ${TRUNK_ANGLE_ERROR_DEG} deg. The line is the mean, the band the range within each stretch; the marked levels are 0, ${moderate} and ${far} deg.`;
}

/** How long the trunk stayed in each band without leaving it. */
function variation({ summary }: Frame): Html {
  const { angleDeg, durationS, seconds } = summary.exposureVariation;
  const total = seconds.flat().reduce((sum, s) => sum + s, 0);
  if (total === 0) return html``;
  const used = durationS.map((_, column) => seconds.some((row) => row[column]! > 0));
  const heads = durationS.flatMap((from, i) => (used[i] ? [durationName(from)] : []));
  const rows = seconds.flatMap((row, i) => {
    if (row.every((s) => s === 0)) return [];
    const cells = row.flatMap((s, column) => (used[column] ? [s === 0 ? '' : percent(s / total)] : []));
    return [[bandName(angleDeg, i), ...cells]];
  });
  const caption =
    'Exposure variation: share of time by angle band and by how long, at least, it was held without leaving';
  return table(caption, ['held from', ...heads], rows);
}

function durationName(fromS: number): string {
  return fromS < 60 ? `${fromS} s` : `${fromS / 60} min`;
}

function bandName(lower: readonly number[], i: number): string {
  if (i === 0) return `under ${lower[0]} deg`;
  return lower[i] === undefined ? `${lower[i - 1]} deg and more` : `${lower[i - 1]} to ${lower[i]} deg`;
}
