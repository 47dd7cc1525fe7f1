/**
 * Synthetic workdays with exact truth against the whole chain: rotation events and asymmetry, rest, creep.
 * node packages/core/validation/simulated.ts [days=6] [hours=8] [rateHz=50]
 */
import type { EventScore } from '../src/measures/rotation/event-score.ts';
import { creepFigures } from '../src/validation/creep.ts';
import {
  eventsAtRest,
  postureError,
  runPipeline,
  runRotationAlone,
  scoreRotations,
  sensorErrors,
} from '../src/validation/simulated-day.ts';

const [days, hours, rateHz] = [6, 8, 50].map((usual, i) => Number(process.argv[i + 2] ?? usual)) as [
  number,
  number,
  number,
];
const EXTRA_BIAS_DPS = 0.05;
const seeds = Array.from({ length: days }, (_, i) => i + 1);

const percent = (share: number): string => (100 * share).toFixed(1);
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const head = (cells: readonly string[]): void => {
  row(cells);
  row(cells.map(() => '---'));
};

function scoreCells(s: EventScore): (string | number)[] {
  const { happened, recall, precision, directionError, trueAsymmetry, foundAsymmetry, asymmetryErrorPoints } =
    s;
  const index = `${trueAsymmetry.toFixed(3)} / ${foundAsymmetry.toFixed(3)}`;
  return [
    happened,
    percent(recall),
    percent(precision),
    percent(directionError),
    index,
    asymmetryErrorPoints.toFixed(2),
  ];
}

function meanRow(name: string, scores: readonly EventScore[], cells = 0): void {
  const mean = (pick: (s: EventScore) => number): number =>
    scores.reduce((sum, s) => sum + pick(s), 0) / scores.length;
  const worst = Math.max(...scores.map((s) => s.asymmetryErrorPoints));
  row([
    name,
    mean((s) => s.happened).toFixed(0),
    percent(mean((s) => s.recall)),
    percent(mean((s) => s.precision)),
    percent(mean((s) => s.directionError)),
    '',
    `${mean((s) => s.asymmetryErrorPoints).toFixed(2)}, worst ${worst.toFixed(2)}`,
    ...Array<string>(cells).fill(''),
  ]);
}

const COLUMNS = [
  'day',
  'rotations',
  'recall %',
  'precision %',
  'wrong side %',
  'AI true / found',
  'AI error, points',
];

function rotationAlone(): void {
  console.log(
    `\n## Rotation stage, true posture told 10 s late: ${days} days of ${hours} h at ${rateHz} Hz\n`,
  );
  head([...COLUMNS, `AI change under ${EXTRA_BIAS_DPS} deg/s more bias`]);
  const scores = seeds.map((seed) => {
    const [score, biased] = [0, EXTRA_BIAS_DPS].map((moreDps) => {
      const options = { hours, rateHz, errors: sensorErrors(seed, moreDps) };
      const { simulation, rotations } = runRotationAlone(seed, options);
      return scoreRotations(simulation, rotations);
    }) as [EventScore, EventScore];
    row([seed, ...scoreCells(score), Math.abs(score.foundAsymmetry - biased.foundAsymmetry).toFixed(4)]);
    return score;
  });
  meanRow('mean', scores, 1);
}

function wholePipeline(): void {
  console.log('\n## Whole pipeline, posture as it tells itself\n');
  head([...COLUMNS, 'seconds with another posture, %']);
  const scores = seeds.map((seed) => {
    const day = runPipeline(seed, { hours, rateHz, errors: sensorErrors(seed) });
    const score = scoreRotations(day.simulation, day.rotations);
    row([seed, ...scoreCells(score), percent(postureError(day))]);
    return score;
  });
  meanRow('mean', scores, 1);
}

/** The clip on a table: nothing happens, whatever the bias. */
function rest(): void {
  console.log('\n## Eight hours at rest\n');
  head(['bias deg/s', 'events']);
  for (const biasDps of [0.2, 1, 2]) row([biasDps, eventsAtRest(8, rateHz, biasDps)]);
}

function creep(): void {
  console.log('\n## Creep\n');
  head(['what', 'reach', 'found']);
  const { loadingTauMin, leftAfter2Min, leftAfter30Min, longOverShortBlocks } = creepFigures();
  row(['time constant of loading, min', '9.4', loadingTauMin.toFixed(2)]);
  row(['left 2 min after a hold of 20 min, %', '<= 50', percent(leftAfter2Min)]);
  row(['left 30 min after it, %', '> 0', percent(leftAfter30Min)]);
  row(['12 min of flexion as 3:12 over as 1:4', '>= 1.5, aim 2.2', longOverShortBlocks.toFixed(2)]);
}

rotationAlone();
wholePipeline();
rest();
creep();
