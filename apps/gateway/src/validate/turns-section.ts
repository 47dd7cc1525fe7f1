import {
  compareTurns,
  evaluateTurns,
  type GaitMaskScore,
  scoreGaitMask,
  type TurnAgreement,
  type TurnRow,
  turnAgreement,
} from '@plumbline/core';
import { rotationsOfPipeline } from '@plumbline/core/validation';
import { type RatedTurnsRecording, readTurnsRecordings } from '@plumbline/formats';
import { atLeast, atMost, type Figure, type Section } from './figure.ts';
import { type Cell, fixed, table } from './markdown.ts';
import type { Step } from './step.ts';

/** The clocks of cameras and sensor were aligned by hand: what small shifts would do. */
const SHIFTS_S = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3];
const MOST_IN_WALKING = 1;
/** 14 of 17 of those outside walking. */
const KEPT_SHARE = 14 / 17;

const HOW = `Turns that cameras measured beside the change of heading in the same interval, and rotation events inside
walking as another instrument saw it ("at most one"), while those outside are kept. Events: through the whole shipped
pipeline, how the clip is worn not stated. Kept: of the rotations that the stage finds without the step mask and away from
walking, how many are still told; recordings without walking periods have no reference and are not scored. Nothing is
learnt; the step thresholds were chosen on the six development recordings.`;

interface Evaluated {
  readonly recording: RatedTurnsRecording;
  readonly pipeline: GaitMaskScore;
  readonly stageAlone: GaitMaskScore;
  readonly rowsAt: (shiftS: number) => TurnRow[];
}

export async function turnsSection(folder: string, step: Step): Promise<Section> {
  await step('turns: reading');
  const recordings = await readTurnsRecordings(folder);
  await step(`turns: ${recordings.length} recordings`);
  const evaluated = recordings.map(evaluate);
  return {
    name: 'turns',
    title: 'Turns of the lower back against cameras, and the gait mask',
    recordings: recordings.map(({ name }) => name),
    figures: figuresOf(evaluated),
    body: [HOW, turnTable(evaluated), shiftTable(evaluated), maskTable(evaluated)].join('\n\n'),
  };
}

function evaluate(recording: RatedTurnsRecording): Evaluated {
  const evaluation = evaluateTurns(recording);
  const events = rotationsOfPipeline(recording, recording.rateHz);
  return {
    recording,
    pipeline: scoreGaitMask(recording, { unmasked: evaluation.unmasked, events }),
    stageAlone: scoreGaitMask(recording, evaluation),
    rowsAt: (shiftS) => compareTurns(recording, evaluation, shiftS),
  };
}

function figuresOf(evaluated: readonly Evaluated[]): Figure[] {
  const rows = evaluated.flatMap(({ rowsAt }) => rowsAt(0));
  const scored = evaluated.filter(({ pipeline }) => pipeline.scored);
  const inside = scored.reduce((sum, { pipeline }) => sum + pipeline.insideWalking, 0);
  return [
    ...agreementFigures('turns', rows, true),
    ...agreementFigures('turns where the sides agree', agreeing(rows), false),
    atMost('rotation events inside walking', inside, MOST_IN_WALKING, '', 0),
    ...keptFigure(
      'rotations outside walking kept, share',
      scored.map(({ pipeline }) => pipeline),
    ),
    ...keptFigure(
      'stage alone: rotations outside walking kept, share',
      scored.map(({ stageAlone }) => stageAlone),
    ),
  ];
}

/** A correlation needs three. */
function agreementFigures(what: string, rows: readonly TurnRow[], asked: boolean): Figure[] {
  if (rows.length < 3) return [];
  const { r, medianDifferenceDeg } = turnAgreement(rows);
  return [
    atLeast(`${what}: r`, r, asked ? 0.98 : null),
    atMost(`${what}: median difference`, medianDifferenceDeg, asked ? 8.5 : null, 'deg', 1),
  ];
}

function keptFigure(what: string, scores: readonly GaitMaskScore[]): Figure[] {
  const kept = scores.reduce((sum, score) => sum + score.kept, 0);
  const outside = scores.reduce((sum, score) => sum + score.outside, 0);
  const reach = Number(KEPT_SHARE.toFixed(3));
  return outside === 0 ? [] : [atLeast(what, kept / outside, reach)];
}

function agreeing(rows: readonly TurnRow[]): TurnRow[] {
  return rows.filter(({ contradicted }) => !contradicted);
}

function turnTable(evaluated: readonly Evaluated[]): string {
  const rows = evaluated
    .flatMap(({ rowsAt }) => rowsAt(0))
    .map((row): Cell[] => [
      row.recording,
      row.startS,
      row.endS,
      fixed(row.opticalDeg, 1),
      fixed(row.measuredDeg, 1),
      fixed(row.measuredDeg - row.opticalDeg, 1),
      row.contradicted ? 'sides differ' : '',
    ]);
  const head = ['recording', 'start, s', 'end, s', 'cameras, deg', 'sensor, deg', 'difference', 'note'];
  return `## Each turn\n\n${table(head, rows)}`;
}

function shiftTable(evaluated: readonly Evaluated[]): string {
  const cells = ({ r, medianDifferenceDeg }: TurnAgreement): Cell[] => [
    fixed(r, 3),
    fixed(medianDifferenceDeg, 1),
  ];
  const rows = SHIFTS_S.map((shiftS): Cell[] => {
    const all = evaluated.flatMap(({ rowsAt }) => rowsAt(shiftS));
    if (all.length < 3) return [shiftS, all.length];
    return [shiftS, all.length, ...cells(turnAgreement(all)), ...cells(turnAgreement(agreeing(all)))];
  });
  const head = ['clock shift, s', 'turns', 'r', 'median, deg', 'r, sides agree', 'median, deg'];
  return `## If the clocks were shifted\n\n${table(head, rows)}`;
}

function maskTable(evaluated: readonly Evaluated[]): string {
  const rows = evaluated.map(({ recording, pipeline, stageAlone }): Cell[] => [
    recording.name,
    pipeline.scored ? recording.walkingPeriods.length : 'no reference',
    pipeline.insideWalking,
    stageAlone.insideWalking,
    pipeline.outside,
    pipeline.kept,
    stageAlone.kept,
  ]);
  const head = ['recording', 'walking', 'inside it', 'stage alone', 'outside', 'kept', 'stage alone'];
  return `## Rotation events and walking\n\n${table(head, rows)}`;
}
