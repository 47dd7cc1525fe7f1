import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';

/** What a wearer may say about a stretch of time. */
export const LABEL_STATES = ['sitting', 'standing', 'walking', 'lying'] as const;
export type LabelState = (typeof LABEL_STATES)[number];

/** "I was standing": the wearer's word on `[fromUs, toUs)`. */
export interface PostureLabel {
  /** Told with every second that it decides. */
  readonly id: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly state: LabelState;
}

const SECOND_US = 1_000_000;
const LOWEST_DEG = -90;
const BINS = 180;
/** Seconds held at a pitch speak for pitches this close, degrees (one standard deviation). */
const KERNEL_DEG = 3;
const KERNEL_REACH = 9;
/** So many labelled seconds at a pitch are worth half of what labels can say. */
const HALF_S = 20;
/** What labels can add to or take from the trees' log-odds of sitting, which may say up to 4.6. */
export const MOST_LABEL_LOG_ODDS = 3;

/**
 * The wearer's labels by second, and what they teach about the pitch at which this wearer sits and stands. Labels
 * are an input of the analysis: the same samples with the same labels give the same bytes, and taking a label away
 * and deriving again undoes it without a trace.
 */
export class Corrections {
  readonly #labels: readonly PostureLabel[];
  /** Labelled seconds by pitch: sitting less standing, and both. */
  readonly #lean = new Float64Array(BINS);
  readonly #all = new Float64Array(BINS);

  /** Throws a RangeError that names a label without length or with a state that cannot be labelled. */
  constructor(labels: readonly PostureLabel[] = []) {
    for (const label of labels) check(label);
    this.#labels = labels;
  }

  /** The label of the second that begins at `tUs`: it must hold its middle; of several the last given. */
  at(tUs: number): PostureLabel | null {
    const middleUs = tUs + SECOND_US / 2;
    for (let i = this.#labels.length - 1; i >= 0; i--) {
      const label = this.#labels[i]!;
      if (middleUs >= label.fromUs && middleUs < label.toUs) return label;
    }
    return null;
  }

  /** A labelled second with a known pitch, degrees against walking, backward positive. */
  learn(state: LabelState, pitchDeg: number): void {
    if (state !== 'sitting' && state !== 'standing') return;
    const bin = binOf(pitchDeg);
    this.#lean[bin] = this.#lean[bin]! + (state === 'sitting' ? 1 : -1);
    this.#all[bin] = this.#all[bin]! + 1;
  }

  /** Added to the log-odds of sitting at this pitch: 0 without labels near it, at most {@link MOST_LABEL_LOG_ODDS}. */
  logOdds(pitchDeg: number): number {
    const bin = binOf(pitchDeg);
    let lean = 0;
    let all = HALF_S;
    for (let k = Math.max(0, bin - KERNEL_REACH); k <= Math.min(BINS - 1, bin + KERNEL_REACH); k++) {
      const weight = Math.exp(-(((k - bin) / KERNEL_DEG) ** 2) / 2);
      lean += weight * this.#lean[k]!;
      all += weight * this.#all[k]!;
    }
    return (MOST_LABEL_LOG_ODDS * lean) / all;
  }

  snapshot(): Snapshot {
    return { lean: encodeNumbers(this.#lean), all: encodeNumbers(this.#all) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.lean, this.#lean, 'corrections.lean');
    decodeNumbers(snapshot.all, this.#all, 'corrections.all');
  }
}

function binOf(pitchDeg: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(pitchDeg - LOWEST_DEG)));
}

function check({ id, fromUs, toUs, state }: PostureLabel): void {
  if (!(toUs > fromUs)) {
    throw new RangeError(
      `label ${id} ends at ${toUs} us and begins at ${fromUs} us: let it end after it begins`,
    );
  }
  if (!LABEL_STATES.includes(state)) {
    throw new RangeError(`label ${id} says ${state}: say one of ${LABEL_STATES.join(', ')}`);
  }
}
