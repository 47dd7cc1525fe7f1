import type { EventScore } from '@plumbline/core';
import {
  creepFigures,
  eventsAtRest,
  type PipelineDay,
  postureError,
  runPipeline,
  runRotationAlone,
  scoreRotations,
  sensorErrors,
  sittingMinutes,
} from '@plumbline/core/validation';
import { atLeast, atMost, type Figure, type Section } from './figure.ts';
import { type Cell, fixed, percent, table } from './markdown.ts';
import { inSteps, type Step } from './step.ts';

/** How much is simulated. Days keep their number, so that a short run gives some of the long run's figures. */
export interface SimulatedExtent {
  readonly days: number;
  readonly restBiasesDps: readonly number[];
}

export const FULL_EXTENT: SimulatedExtent = { days: 6, restBiasesDps: [0.2, 1, 2] };
export const CHECK_EXTENT: SimulatedExtent = { days: 1, restBiasesDps: [1] };

const HOURS = 8;
const RATE_HZ = 50;
const EXTRA_BIAS_DPS = 0.05;
const LEAST_CREEP_RATIO = 1.5;

const HOW = `Synthetic workdays of ${HOURS} h at ${RATE_HZ} Hz with exact truth, through the whole shipped pipeline: seeded
people, clip off vertical, gyroscope bias of 1 deg/s, scale error, noise and rounding of a commodity sensor. Asymmetry in
points, hundredths of the index. "Stage alone": the rotation stage with the true posture told 10 s late, and the same
with ${EXTRA_BIAS_DPS} deg/s more bias. The seeds are the same in every run; the rotation stage's thresholds were looked
at on days like these. The creep figures are of the model alone.`;

interface Day {
  readonly seed: number;
  readonly whole: EventScore;
  readonly alone: EventScore;
  readonly asymmetryChange: number;
  readonly postureError: number;
  readonly sitting: ReturnType<typeof sittingMinutes>;
}

export async function simulatedSection(extent: SimulatedExtent, step: Step): Promise<Section> {
  const days: Day[] = [];
  for (let seed = 1; seed <= extent.days; seed++) {
    await step(`simulated: day ${seed} of ${extent.days}`);
    days.push(await runDay(seed, step));
  }
  const rest: Figure[] = [];
  for (const biasDps of extent.restBiasesDps) {
    await step(`simulated: ${HOURS} h at rest with a bias of ${biasDps} deg/s`);
    const events = await inSteps(eventsAtRest(HOURS, RATE_HZ, biasDps), step);
    rest.push(atMost(`events in ${HOURS} h at rest, bias ${biasDps} deg/s`, events, 0, '', 0));
  }
  return {
    name: 'simulated',
    title: 'Simulated workdays with exact truth',
    recordings: [`seeded workdays of ${HOURS} h at ${RATE_HZ} Hz`],
    figures: [...days.flatMap(dayFigures), ...allDays(days), ...rest, ...loadFigures()],
    body: [HOW, dayTable(days)].join('\n\n'),
  };
}

async function runDay(seed: number, step: Step): Promise<Day> {
  const pipeline = await inSteps(runPipeline(seed, options(seed)), step);
  await step(`simulated: day ${seed}, rotation stage alone`);
  const alone = await scoreAlone(seed, 0, step);
  const biased = await scoreAlone(seed, EXTRA_BIAS_DPS, step);
  return {
    seed,
    alone,
    asymmetryChange: Math.abs(alone.foundAsymmetry - biased.foundAsymmetry),
    ...told(pipeline),
  };
}

async function scoreAlone(seed: number, moreBiasDps: number, step: Step): Promise<EventScore> {
  const day = await inSteps(runRotationAlone(seed, options(seed, moreBiasDps)), step);
  return scoreRotations(day.simulation, day.rotations);
}

function options(seed: number, moreBiasDps = 0) {
  return { hours: HOURS, rateHz: RATE_HZ, errors: sensorErrors(seed, moreBiasDps) };
}

function told(day: PipelineDay): Pick<Day, 'whole' | 'postureError' | 'sitting'> {
  return {
    whole: scoreRotations(day.simulation, day.rotations),
    postureError: postureError(day),
    sitting: sittingMinutes(day),
  };
}

/** What a single day can be asked for. */
function dayFigures({ seed, whole, asymmetryChange, ...day }: Day): Figure[] {
  const what = `day ${seed}`;
  return [
    atLeast(`${what}: rotation recall`, whole.recall, null),
    atLeast(`${what}: rotation precision`, whole.precision, null),
    atMost(`${what}: asymmetry error`, whole.asymmetryErrorPoints, 4, 'points'),
    atMost(`${what}: asymmetry change under ${EXTRA_BIAS_DPS} deg/s more bias`, asymmetryChange, 0.02, '', 4),
    atMost(`${what}: seconds told another posture`, day.postureError, null, '', 4),
    atMost(`${what}: sitting time error`, Math.abs(day.sitting.told - day.sitting.true), null, 'min'),
  ];
}

/** Means need more than a day. */
function allDays(days: readonly Day[]): Figure[] {
  if (days.length < 2) return [];
  const what = `${days.length} days`;
  const whole = days.map((day) => day.whole);
  const largest = Math.max(...whole.map(({ asymmetryErrorPoints }) => asymmetryErrorPoints));
  return [
    ...meanFigures(what, whole),
    atMost(`${what}: asymmetry error, largest`, largest, 4, 'points'),
    ...meanFigures(
      `${what}, stage alone`,
      days.map((day) => day.alone),
    ),
  ];
}

function meanFigures(what: string, scores: readonly EventScore[]): Figure[] {
  const mean = (of: (score: EventScore) => number): number =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const wrongSide = mean(({ directionError }) => directionError);
  const asymmetry = mean(({ asymmetryErrorPoints }) => asymmetryErrorPoints);
  return [
    atLeast(
      `${what}: rotation recall`,
      mean(({ recall }) => recall),
      0.97,
    ),
    atLeast(
      `${what}: rotation precision`,
      mean(({ precision }) => precision),
      0.93,
    ),
    atMost(`${what}: told to the wrong side, share`, wrongSide, 0.005, '', 4),
    atMost(`${what}: asymmetry error, mean`, asymmetry, 1.5, 'points'),
  ];
}

function loadFigures(): Figure[] {
  const { loadingTauMin, leftAfter2Min, leftAfter30Min, longOverShortBlocks } = creepFigures();
  return [
    atMost(
      'creep: time constant of loading, distance from 9.4 min',
      Math.abs(loadingTauMin - 9.4),
      0.1,
      'min',
    ),
    atMost('creep: left 2 min after a hold of 20 min, share', leftAfter2Min, 0.5, '', 3),
    atLeast('creep: left 30 min after it, share', leftAfter30Min, null),
    atLeast('creep: flexion as 3:12 over as 1:4', longOverShortBlocks, LEAST_CREEP_RATIO, '', 2),
  ];
}

function dayTable(days: readonly Day[]): string {
  const head = [
    'day',
    'rotations',
    'recall %',
    'precision %',
    'wrong side %',
    'asymmetry true / found',
    'stage alone: recall %',
    'precision %',
    'asymmetry error',
    'another posture %',
    'sitting true / told, min',
  ];
  const rows = days.map(({ seed, whole, alone, ...day }): Cell[] => [
    seed,
    whole.happened,
    percent(whole.recall),
    percent(whole.precision),
    percent(whole.directionError),
    `${fixed(whole.trueAsymmetry, 3)} / ${fixed(whole.foundAsymmetry, 3)}`,
    percent(alone.recall),
    percent(alone.precision),
    fixed(alone.asymmetryErrorPoints, 2),
    percent(day.postureError),
    `${fixed(day.sitting.true, 1)} / ${fixed(day.sitting.told, 1)}`,
  ]);
  return `## Each day\n\n${table(head, rows)}`;
}
