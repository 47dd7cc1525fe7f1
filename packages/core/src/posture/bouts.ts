import type { Bout, BoutRevision, PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { PostureParams } from './posture.params.ts';

const SECOND_US = 1_000_000;

interface Run {
  readonly state: PostureState;
  readonly startUs: number;
  readonly endUs: number;
}

/**
 * Seconds in, bouts out. A run shorter than its minimum belongs to the bout before it; a loss of data up to
 * `lossClosesS` between two runs of one posture does not end the bout, a longer one does.
 */
export class BoutBuilder {
  readonly #params: PostureParams;
  /** The bout being built, and runs after it that have not yet lasted long enough to end it. */
  #current: Run | null = null;
  #waiting: Run[] = [];
  /** Closed since the last drain. */
  #closed: Run[] = [];
  /** End of the last bout that can no longer change, as told at the last drain. */
  #settledUs: number | null = null;
  /** What was told at once of the seconds that are not decided. */
  #provisional: Run[] = [];
  #changed = false;

  constructor(params: PostureParams) {
    this.#params = params;
  }

  /** One decided second, later than all before. */
  decided(tUs: number, state: PostureState): void {
    this.#changed = true;
    const endUs = tUs + SECOND_US;
    const last = this.#waiting.at(-1) ?? this.#current;
    if (last && tUs > last.endUs) this.#append({ state: 'unknown', startUs: last.endUs, endUs: tUs });
    this.#append({ state, startUs: tUs, endUs });
    this.#replaceProvisional(endUs);
  }

  /** A second as told at once, later than all decided ones; `decided` replaces it. */
  provisional(tUs: number, state: PostureState): void {
    this.#changed = true;
    const last = this.#provisional.at(-1);
    const endUs = tUs + SECOND_US;
    if (last && last.state === state && last.endUs === tUs) {
      this.#provisional[this.#provisional.length - 1] = { ...last, endUs };
    } else this.#provisional.push({ state, startUs: tUs, endUs });
  }

  /** What changed since the last drain; `ended` closes what is open. */
  drain(ended: boolean): BoutRevision {
    if (ended) this.#absorb();
    else if (!this.#changed) return { fromUs: null, bouts: [] };
    const runs = [...this.#closed, ...this.#openRuns()];
    const bouts = runs.map((run, i) => ({ ...run, open: !ended && i === runs.length - 1 }));
    const fromUs = this.#settledUs ?? bouts[0]?.startUs ?? null;
    this.#settledUs = this.#closed.at(-1)?.endUs ?? this.#settledUs ?? fromUs;
    this.#closed = [];
    this.#changed = false;
    return { fromUs, bouts };
  }

  snapshot(): Snapshot {
    return {
      current: this.#current,
      waiting: [...this.#waiting],
      closed: [...this.#closed],
      settledUs: this.#settledUs,
      provisional: [...this.#provisional],
      changed: this.#changed,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#current = snapshot.current as Run | null;
    this.#waiting = [...(snapshot.waiting as Run[])];
    this.#closed = [...(snapshot.closed as Run[])];
    this.#settledUs = snapshot.settledUs as number | null;
    this.#provisional = [...(snapshot.provisional as Run[])];
    this.#changed = snapshot.changed as boolean;
  }

  #append(second: Run): void {
    const last = this.#waiting.at(-1) ?? this.#current;
    if (!last) {
      this.#current = second;
      return;
    }
    const grown = last.state === second.state ? { ...last, endUs: second.endUs } : null;
    if (this.#waiting.length === 0) {
      if (grown) this.#current = grown;
      else this.#waiting.push(second);
    } else if (grown) this.#waiting[this.#waiting.length - 1] = grown;
    else this.#waiting.push(second);
    this.#settle();
  }

  /** Ends the current bout once a waiting run has lasted; forgets the waiting ones when its posture came back. */
  #settle(): void {
    const last = this.#waiting.at(-1);
    if (!last || !this.#current) return;
    const lossUs = this.#lossClosesUs();
    const isBack = last.state === this.#current.state;
    if (isBack && (last.state === 'unknown' || !this.#waiting.some((run) => isLoss(run, lossUs)))) {
      this.#current = { ...this.#current, endUs: last.endUs };
      this.#waiting = [];
    } else if (last.endUs - last.startUs >= this.#minimumUs(last.state)) this.#promote(last);
  }

  /** `last` is a bout of its own: what waited before it is loss (kept) or too short (given to the bout before). */
  #promote(last: Run): void {
    const loss = this.#waiting.find((run) => run.state === 'unknown');
    this.#closed.push({ ...this.#current!, endUs: loss?.startUs ?? last.startUs });
    if (loss && last.state !== 'unknown') this.#closed.push({ ...loss, endUs: last.startUs });
    this.#current = last.state === 'unknown' && loss ? { ...last, startUs: loss.startUs } : last;
    this.#waiting = [];
  }

  /** At the end nothing more can confirm what waits: it belongs to the bout before it, except loss of data. */
  #absorb(): void {
    const last = this.#waiting.at(-1);
    if (!last || !this.#current) return;
    const loss = this.#waiting.find((run) => run.state === 'unknown');
    this.#current = { ...this.#current, endUs: loss?.startUs ?? last.endUs };
    this.#waiting = loss ? [{ ...loss, endUs: last.endUs }] : [];
  }

  #replaceProvisional(untilUs: number): void {
    while (this.#provisional.length > 0 && this.#provisional[0]!.endUs <= untilUs) this.#provisional.shift();
    const first = this.#provisional[0];
    if (first && first.startUs < untilUs) this.#provisional[0] = { ...first, startUs: untilUs };
  }

  #openRuns(): Run[] {
    const runs = this.#current ? [this.#current, ...this.#waiting] : [];
    return mergeNeighbours([...runs, ...this.#provisional]);
  }

  #lossClosesUs(): number {
    return this.#params.lossClosesS * SECOND_US;
  }

  #minimumUs(state: PostureState): number {
    const p = this.#params;
    if (state === 'unknown') return p.lossClosesS * SECOND_US + 1;
    if (state === 'sitting') return p.minSittingS * SECOND_US;
    return (state === 'walking' ? p.minWalkingS : p.minStandingS) * SECOND_US;
  }
}

function isLoss(run: Run, lossUs: number): boolean {
  return run.state === 'unknown' && run.endUs - run.startUs > lossUs;
}

function mergeNeighbours(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && last.state === run.state && last.endUs === run.startUs) {
      merged[merged.length - 1] = { ...last, endUs: run.endUs };
    } else merged.push(run);
  }
  return merged;
}

/** Folds a revision into the bouts known so far: cuts them at `fromUs` and appends the new ones. */
export function applyBoutRevision(bouts: readonly Bout[], revision: BoutRevision): Bout[] {
  const { fromUs } = revision;
  if (fromUs === null) return [...bouts];
  return [...bouts.filter((bout) => bout.endUs <= fromUs), ...revision.bouts];
}
