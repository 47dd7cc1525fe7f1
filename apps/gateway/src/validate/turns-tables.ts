import { type GaitMaskScore, type TurnAgreement, type TurnRow, turnAgreement } from '@plumbline/core';
import type { RatedTurnsRecording } from '@plumbline/formats';
import { type Cell, fixed, table } from './markdown.ts';

/** The clocks of cameras and sensor were aligned by hand: what small shifts would do. */
const SHIFTS_S = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3];
/** Slower than this at both ends, a tenth of a second between the clocks makes 3 deg at most. */
export const WHOLE_BELOW_DPS = 30;
/** Smaller changes of heading are commonly not counted as turns (mobgap's default, after El-Gohary et al. 2014), deg. */
export const TURN_FROM_DEG = 45;
/** At least so much of a turn lies in walking for it to be one of walking. */
const WALKING_FROM = 0.5;
/** Turns that the two tell further apart than this are shown closer, deg. */
const FAR_APART_DEG = 30;
/** Moments around a turn at which its heading is shown, s before its start and after its end. */
const AROUND_S = [3, 2, 1, 0.5] as const;

export interface EvaluatedTurns {
  readonly recording: RatedTurnsRecording;
  readonly pipeline: GaitMaskScore;
  readonly stageAlone: GaitMaskScore;
  /** Degrees from any origin, left positive, at a time in s. */
  readonly headingAt: (atS: number) => number;
  readonly rowsAt: (shiftS: number) => TurnRow[];
}

export function turnsTables(evaluated: readonly EvaluatedTurns[]): string[] {
  return [turnTable(evaluated), ...aroundTable(evaluated), shiftTable(evaluated), maskTable(evaluated)];
}

export function isWhole({ edgeRateDps }: TurnRow): boolean {
  return edgeRateDps < WHOLE_BELOW_DPS;
}

export function isTurn(angleDeg: number): boolean {
  return Math.abs(angleDeg) >= TURN_FROM_DEG;
}

export function isWalking({ walkingShare }: TurnRow): boolean {
  return walkingShare >= WALKING_FROM;
}

export function agreeing(rows: readonly TurnRow[]): TurnRow[] {
  return rows.filter(({ contradicted }) => !contradicted);
}

function turnTable(evaluated: readonly EvaluatedTurns[]): string {
  const rows = evaluated
    .flatMap(({ rowsAt }) => rowsAt(0))
    .map((row): Cell[] => [
      row.recording,
      row.startS,
      row.endS,
      fixed(row.opticalDeg, 1),
      fixed(row.measuredDeg, 1),
      fixed(row.measuredDeg - row.opticalDeg, 1),
      fixed(row.edgeRateDps, 0),
      isWalking(row) ? 'yes' : 'no',
      row.contradicted ? 'sides differ' : isWhole(row) ? '' : 'cut off',
    ]);
  const head = [
    'recording',
    'start, s',
    'end, s',
    'cameras, deg',
    'sensor, deg',
    'difference',
    'at its ends, deg/s',
    'walking',
    'note',
  ];
  return `## Each turn\n\n${table(head, rows)}`;
}

/** What the sensor did before, in and after the turns that differ most, so that it can be seen which of the two to doubt. */
function aroundTable(evaluated: readonly EvaluatedTurns[]): string[] {
  const rows = evaluated.flatMap((of) =>
    of
      .rowsAt(0)
      .filter(({ measuredDeg, opticalDeg }) => Math.abs(measuredDeg - opticalDeg) > FAR_APART_DEG)
      .map((row) => aroundRow(row, of.headingAt)),
  );
  if (rows.length === 0) return [];
  const before = AROUND_S.map((s) => `${s} s before`);
  const after = AROUND_S.toReversed().map((s) => `${s} s after`);
  const head = ['recording', 'start, s', 'cameras, deg', ...before, 'start', 'end', ...after];
  const how = 'Heading by the sensor, degrees from where it was when the turn began, left positive.';
  return [`## Around the turns further apart than ${FAR_APART_DEG} deg`, how, table(head, rows)];
}

function aroundRow(
  { recording, startS, endS, opticalDeg }: TurnRow,
  headingAt: (atS: number) => number,
): Cell[] {
  const at = (s: number): Cell => fixed(headingAt(s) - headingAt(startS), 0);
  const before = AROUND_S.map((s) => at(startS - s));
  const after = AROUND_S.toReversed().map((s) => at(endS + s));
  return [recording, startS, fixed(opticalDeg, 0), ...before, at(startS), at(endS), ...after];
}

function shiftTable(evaluated: readonly EvaluatedTurns[]): string {
  const cells = ({ r, medianDifferenceDeg }: TurnAgreement): Cell[] => [
    fixed(r, 3),
    fixed(medianDifferenceDeg, 1),
  ];
  const rows = SHIFTS_S.map((shiftS): Cell[] => {
    const all = evaluated.flatMap(({ rowsAt }) => rowsAt(shiftS));
    if (all.length < 3) return [shiftS, all.length, ...Array<Cell>(5).fill('-')];
    const edgeDps = all.reduce((sum, { edgeRateDps }) => sum + edgeRateDps, 0) / all.length;
    const agreement = [...cells(turnAgreement(all)), ...cells(turnAgreement(agreeing(all)))];
    return [shiftS, all.length, ...agreement, fixed(edgeDps, 0)];
  });
  const both = ['r', 'median, deg', 'r, sides agree', 'median, deg'];
  const head = ['clock shift, s', 'turns', ...both, 'mean rate at the ends, deg/s'];
  return `## If the clocks were shifted\n\n${table(head, rows)}`;
}

function maskTable(evaluated: readonly EvaluatedTurns[]): string {
  const rows = evaluated.map(({ recording, pipeline, stageAlone }): Cell[] => [
    recording.name,
    pipeline.scored ? recording.walkingPeriods.length : 'no reference',
    pipeline.insideWalking,
    stageAlone.insideWalking,
    pipeline.outside,
    pipeline.kept,
    pipeline.small,
    stageAlone.kept,
  ]);
  const head = [
    'recording',
    'walking',
    'inside it',
    'stage alone',
    'outside',
    'told',
    'too small',
    'stage alone',
  ];
  return `## Rotation events and walking\n\n${table(head, rows)}`;
}
