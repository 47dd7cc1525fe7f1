import { type OrientationFigure, orientationValidation } from '@plumbline/core';
import { SeededRandom } from '@plumbline/core/simulation';
import { type OnFault, readOrientationTrials } from '@plumbline/formats';
import { atMost, type Figure, type Section } from './figure.ts';
import { withIntervals } from './interval.ts';
import { type Cell, fixed, table } from './markdown.ts';
import { inSteps, type Step } from './step.ts';

const HOW = `Each recording through the shipped orientation filter (causal) and, where it says so, the fixed-lag
smoother of stored results. Root mean square inclination error over the movement phase against cameras, then the mean
over recordings. "Best lag": one constant lag, the same for all recordings, is removed. Lower rates are made by a
zero-phase low-pass and exact resampling, then rounded to int16 counts of 2000 deg/s and 16 g. Nothing is learnt; the
filter's parameters were chosen on the 16 development recordings of BROAD.`;

export async function orientationSection(folder: string, step: Step, onFault: OnFault): Promise<Section> {
  await step('orientation: reading');
  const trials = await readOrientationTrials(folder, onFault);
  await step(`orientation: ${trials.length} recordings at six rates, with loss and bias`);
  const figures = await inSteps(orientationValidation(trials, { createRandom: seeded }), step);
  return {
    name: 'orientation',
    title: 'Orientation against optical truth',
    recordings: trials.map(({ name }) => name),
    figures: figures.flatMap(asFigures),
    body: [HOW, perTrial(figures), beyond(figures)].join('\n\n'),
  };
}

function seeded(seed: number): () => number {
  const random = new SeededRandom(seed);
  return () => random.next();
}

function asFigures({ stream, quantity, perTrial, reach, unit }: OrientationFigure): Figure[] {
  return withIntervals(perTrial, (trials) => {
    const mean = trials.reduce((sum, { value }) => sum + value, 0) / trials.length;
    return [atMost(`${stream}: ${quantity}`, mean, reach, unit, 3)];
  });
}

/** Recordings down, the figures with a number to reach across. */
function perTrial(figures: readonly OrientationFigure[]): string {
  const shown = figures.filter(({ reach }) => reach !== null);
  const rows = (shown[0]?.perTrial ?? []).map(({ trial }, i): Cell[] => [
    trial,
    ...shown.map((figure) => fixed(figure.perTrial[i]!.value, 2)),
  ]);
  const head = ['recording', ...shown.map(({ stream, quantity }) => `${stream}: ${quantity}`)];
  return `## Each recording\n\n${table(head, rows)}`;
}

/** The mean is what should be reached; these pull it up. */
function beyond(figures: readonly OrientationFigure[]): string {
  const lines = figures.flatMap(({ stream, quantity, reach, perTrial, unit }) =>
    perTrial
      .filter(({ value }) => reach !== null && !(value <= reach))
      .map(({ trial, value }) => [trial, `${stream}: ${quantity}`, `${fixed(value, 2)} ${unit}`, reach]),
  );
  const title = '## Recordings beyond what the mean should reach';
  const rows = lines.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
  return `${title}\n\n${rows.length === 0 ? 'None.' : table(['recording', 'figure', 'value', 'reach'], rows)}`;
}
