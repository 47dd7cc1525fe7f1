import type { BreakCredit, LoadRow } from '../../pipeline/outputs.ts';
import type { Snapshot, Stage } from '../../pipeline/stage.ts';
import { NUDGE_PARAMS, type NudgeParams } from './nudge.params.ts';
import type { NudgeDecision, NudgeReason, NudgeRow } from './nudge-decision.ts';
import {
  decideNudge,
  INITIAL_NUDGE_STATE,
  type NudgeEvent,
  type NudgeRules,
  type NudgeState,
} from './nudge-policy.ts';
import type { UtcOffset } from './wall-clock.ts';

/** What the load stage says about a stretch of time. */
export interface NudgeInput {
  readonly load: readonly LoadRow[];
  readonly breaks: readonly BreakCredit[];
}

export interface NudgeWearer {
  readonly utcOffsetMin: UtcOffset;
  /** Meetings, pauses and the like, known beforehand. */
  readonly heard?: readonly NudgeEvent[];
}

/** What a pipeline needs to tell nudges. */
export interface NudgeOptions extends NudgeWearer {
  readonly params?: NudgeParams;
}

/**
 * The policy as a stage behind load: every suggestion, and every change of the reason for which there is none. What the
 * wearer says meanwhile goes to `hear`.
 */
export class NudgeStage implements Stage<NudgeInput, readonly NudgeRow[]> {
  readonly #rules: NudgeRules;
  #state: NudgeState = INITIAL_NUDGE_STATE;
  #reason: NudgeReason | null = null;
  /** Load rows per reason. */
  #counts: Partial<Record<NudgeReason, number>> = {};

  constructor({ utcOffsetMin, heard = [] }: NudgeWearer, params: NudgeParams = NUDGE_PARAMS) {
    this.#rules = { params, utcOffsetMin };
    for (const event of heard) this.hear(event);
  }

  get state(): NudgeState {
    return this.#state;
  }

  /** For how many load rows each reason held: what kept suggestions back. */
  get counts(): Readonly<Partial<Record<NudgeReason, number>>> {
    return this.#counts;
  }

  hear(event: NudgeEvent): NudgeDecision {
    const { state, decision } = decideNudge(this.#state, event, this.#rules);
    this.#state = state;
    return decision;
  }

  push({ load, breaks }: NudgeInput): NudgeRow[] {
    const rows: NudgeRow[] = [];
    let next = 0;
    for (const row of load) {
      for (; next < breaks.length && breaks[next]!.endUs <= row.tUs; next++) this.#break(breaks[next]!);
      this.#row(row, rows);
    }
    for (; next < breaks.length; next++) this.#break(breaks[next]!);
    return rows;
  }

  flush(): NudgeRow[] {
    return [];
  }

  snapshot(): Snapshot {
    return { state: copy(this.#state), reason: this.#reason, counts: copy(this.#counts) };
  }

  restore(snapshot: Snapshot): void {
    this.#state = copy(snapshot.state as NudgeState);
    this.#reason = snapshot.reason as NudgeReason | null;
    this.#counts = copy(snapshot.counts as Partial<Record<NudgeReason, number>>);
  }

  #break({ startUs, endUs }: BreakCredit): void {
    this.hear({ kind: 'break', startUs, endUs });
  }

  #row({ tUs, posture = 'unknown', unbrokenS = 0, unvariedS = 0 }: LoadRow, rows: NudgeRow[]): void {
    const decision = this.hear({ kind: 'state', tUs, posture, unbrokenS, unvariedS });
    if (decision.nudge || decision.reason !== this.#reason) rows.push({ tUs, ...decision });
    this.#reason = decision.reason;
    this.#counts[decision.reason] = (this.#counts[decision.reason] ?? 0) + 1;
  }
}

/** Plain JSON by contract. */
function copy<T>(plain: T): T {
  return JSON.parse(JSON.stringify(plain)) as T;
}
