import {
  type BreakCredit,
  type Calendar,
  type LoadRow,
  type NudgeDecision,
  type NudgeEvent,
  type NudgeParams,
  type NudgeRow,
  NudgeStage,
} from '@plumbline/core';

/** What the wearer said, and when. */
export interface HeardEvent {
  readonly atUs: number;
  readonly event: NudgeEvent;
}

export interface DayNudges {
  /** Every suggestion, and every change of the reason for which there was none. */
  readonly log: readonly NudgeRow[];
  /** At the last row; null: there is none. */
  readonly now: NudgeRow | null;
}

const QUARTER_US = 15 * 60e6;

/** The policy over a day's rows, in order of time, with what the wearer said in between. */
export function nudgesOf(
  load: readonly LoadRow[],
  breaks: readonly BreakCredit[],
  heard: readonly HeardEvent[],
  calendar: Calendar,
  params: NudgeParams,
): DayNudges {
  const stage = new NudgeStage({ utcOffsetMin: byQuarter(calendar) }, params);
  const rows = load.slice(0, -1);
  const last = load.at(-1);
  const log: NudgeRow[] = [];
  let from = 0;
  let nextBreak = 0;
  const pushUntil = (untilUs: number): void => {
    const to = indexAfter(rows, from, ({ tUs }) => tUs <= untilUs);
    const toBreak = indexAfter(breaks, nextBreak, ({ endUs }) => endUs <= untilUs);
    log.push(...stage.push({ load: rows.slice(from, to), breaks: breaks.slice(nextBreak, toBreak) }));
    [from, nextBreak] = [to, toBreak];
  };
  for (const { atUs, event } of heard) {
    pushUntil(atUs);
    stage.hear(event);
  }
  pushUntil(Number.POSITIVE_INFINITY);
  const now = last === undefined ? null : { tUs: last.tUs, ...decisionAt(stage, last) };
  if (now?.nudge) log.push(now);
  return { log, now };
}

function decisionAt(stage: NudgeStage, row: LoadRow): NudgeDecision {
  const { tUs, posture = 'unknown', unbrokenS = 0, unvariedS = 0 } = row;
  return stage.hear({ kind: 'state', tUs, posture, unbrokenS, unvariedS });
}

function indexAfter<T>(rows: readonly T[], from: number, belongs: (row: T) => boolean): number {
  let to = from;
  while (to < rows.length && belongs(rows[to]!)) to++;
  return to;
}

/** Clocks change at full quarters of an hour; asking for each row would take longer than everything else. */
function byQuarter(calendar: Calendar): (tUs: number) => number {
  const offsets = new Map<number, number>();
  return (tUs) => {
    const quarter = Math.floor(tUs / QUARTER_US);
    const offset = offsets.get(quarter) ?? calendar.utcOffsetMin(tUs);
    offsets.set(quarter, offset);
    return offset;
  };
}
