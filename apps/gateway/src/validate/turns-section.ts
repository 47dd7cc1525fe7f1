import {
  compareTurns,
  evaluateTurns,
  type GaitMaskScore,
  headingDegAt,
  scoreGaitMask,
  type TurnRow,
  turnAgreement,
} from '@plumbline/core';
import { rotationsOfPipeline } from '@plumbline/core/validation';
import { type OnFault, type RatedTurnsRecording, readTurnsRecordings } from '@plumbline/formats';
import { atLeast, atMost, type Figure, type Section } from './figure.ts';
import { withIntervals } from './interval.ts';
import type { Step } from './step.ts';
import {
  agreeing,
  type EvaluatedTurns,
  isTurn,
  isWalking,
  isWhole,
  TURN_FROM_DEG,
  turnsTables,
  WHOLE_BELOW_DPS,
} from './turns-tables.ts';

const MOST_IN_WALKING = 1;
/** 14 of 17 of those outside walking. */
const KEPT_SHARE = 14 / 17;
const COUNTED = `turns of ${TURN_FROM_DEG} deg and more`;

const HOW = `Turns that cameras measured beside the change of heading in the same interval. The angles say nothing
about the clocks, the ends of the turns do: a sensor turns slowest where a turn begins and ends (last column of the table of
shifts), and that is where they are marked, so the clocks are taken as they are. A turn that the two saw
to different sides is counted like the others; what r could be at most beside it is told. Turns
are told whole when the sensor turns by less than ${WHOLE_BELOW_DPS} deg/s at both ends; the others are cut off while turning.
Changes of heading are commonly counted as turns from ${TURN_FROM_DEG} deg on (mobgap's default, after El-Gohary et al. 2014,
doi 10.3390/s140100356), and so does the example in which the recordings' publisher compares turns of HA001-Test11 with
those of the cameras (mobgap, examples/turning/_01_td_elgohary.py): how those agree that the sensor counts by that rule, and
how many of those that the cameras count are counted by both, stand apart. It says of the cameras' turns that they are the
most accurate reference there is and "might not be fully reliable"; those of its own sensor "don't really match"
them, and why "remains unclear". Turns while walking lie by at least half in what another instrument saw as
walking: of the others only the cameras say that somebody walked.
Turns are drawn anew for the intervals: so few of them leave both figures wide.

Rotation events inside walking as another instrument saw it ("at most one"), while those outside are kept: of the
rotations that the stage finds without the step mask and further than the reach of a step from walking, how many are not
taken for walking. Those of someone who stands and turns by less than 10 deg are not told and not lost to the mask. Through
the whole shipped pipeline, how the clip is worn not stated. Recordings without walking periods have no reference and are
not scored. Nothing is learnt; the step thresholds were chosen on the six development recordings.`;

export async function turnsSection(folder: string, step: Step, onFault: OnFault): Promise<Section> {
  await step('turns: reading');
  const recordings = await readTurnsRecordings(folder, onFault);
  await step(`turns: ${recordings.length} recordings`);
  const evaluated = recordings.map(evaluate);
  return {
    name: 'turns',
    title: 'Turns of the lower back against cameras, and the gait mask',
    recordings: recordings.map(({ name }) => name),
    figures: figuresOf(evaluated),
    body: [HOW, ...turnsTables(evaluated)].join('\n\n'),
  };
}

function evaluate(recording: RatedTurnsRecording): EvaluatedTurns {
  const evaluation = evaluateTurns(recording);
  const told = rotationsOfPipeline(recording, recording.rateHz);
  return {
    recording,
    pipeline: scoreGaitMask(recording, { unmasked: evaluation.unmasked, ...told }),
    stageAlone: scoreGaitMask(recording, evaluation),
    rowsAt: (shiftS) => compareTurns(recording, evaluation, shiftS),
    headingAt: (atS) => headingDegAt(evaluation, atS),
  };
}

function figuresOf(evaluated: readonly EvaluatedTurns[]): Figure[] {
  const rows = evaluated.flatMap(({ rowsAt }) => rowsAt(0));
  const scored = evaluated.filter(({ pipeline }) => pipeline.scored);
  const inside = scored.reduce((sum, { pipeline }) => sum + pipeline.insideWalking, 0);
  return [
    ...withIntervals(rows, (drawn) => agreementFigures('turns', drawn, true)),
    ...ceilingFigure(rows),
    ...withIntervals(agreeing(rows), (drawn) =>
      agreementFigures('turns where the sides agree', drawn, false),
    ),
    ...withIntervals(rows.filter(isWhole), (drawn) => agreementFigures('turns told whole', drawn, false)),
    ...withIntervals(rows.filter(isWalking), (drawn) =>
      agreementFigures('turns while walking', drawn, false),
    ),
    ...withIntervals(
      rows.filter(({ measuredDeg }) => isTurn(measuredDeg)),
      (drawn) => agreementFigures(`${COUNTED} by the sensor`, drawn, false),
    ),
    ...countedFigure(rows),
    ...(scored.length > 0 ? [atMost('rotation events inside walking', inside, MOST_IN_WALKING, '', 0)] : []),
    ...maskFigures(
      '',
      scored.map(({ pipeline }) => pipeline),
    ),
    ...maskFigures(
      'stage alone: ',
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

function countedFigure(rows: readonly TurnRow[]): Figure[] {
  const turns = rows.filter(({ opticalDeg }) => isTurn(opticalDeg));
  if (turns.length === 0) return [];
  const both = turns.filter(({ measuredDeg }) => isTurn(measuredDeg)).length;
  return [atLeast(`${COUNTED} by the cameras: counted by both, share`, both / turns.length, null)];
}

/** What r would be if all turns but those seen to different sides agreed exactly. */
function ceilingFigure(rows: readonly TurnRow[]): Figure[] {
  if (rows.length < 3 || agreeing(rows).length === rows.length) return [];
  const exact = rows.map((row) => (row.contradicted ? row : { ...row, measuredDeg: row.opticalDeg }));
  return [atLeast('turns: r at most, beside those seen to different sides', turnAgreement(exact).r, null)];
}

function maskFigures(which: string, scores: readonly GaitMaskScore[]): Figure[] {
  const sum = (pick: (score: GaitMaskScore) => number): number =>
    scores.reduce((total, score) => total + pick(score), 0);
  const outside = sum((score) => score.outside);
  const kept = sum((score) => score.kept);
  const small = sum((score) => score.small);
  const reach = Number(KEPT_SHARE.toFixed(3));
  if (outside === 0) return [];
  const mask = atLeast(
    `${which}rotations outside walking kept by the mask, share`,
    (kept + small) / outside,
    reach,
  );
  if (small === 0) return [mask];
  return [
    mask,
    atLeast(`${which}of those large enough to count, told, share`, kept / (outside - small), null),
  ];
}
