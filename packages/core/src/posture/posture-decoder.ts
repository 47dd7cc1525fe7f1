import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { LabelState } from './corrections.ts';
import { DECODER_PARAMS, type DecoderParams } from './decoder.params.ts';
import { type DoorEvidence, doorChance, isSeenStill } from './door-chance.ts';
import type { DoorKind } from './features.ts';
import { clamp, logistic } from './logistic.ts';
import { fillTransitions, HIDDEN, HIDDEN_STATES } from './posture-transitions.ts';

const { SIT, STAND, STILL, WALK, LIE } = HIDDEN;
const STATES = HIDDEN_STATES;
/** Kept per second: likelihoods (5), forward probabilities (5), chance of sitting down, getting up, moving again. */
const DOWN = 2 * STATES;
const UP = DOWN + 1;
const MOVE = UP + 1;
/** Chance of walking by this second alone, and by all up to it, for somebody on the feet. */
const STEP = MOVE + 1;
const GAIT = STEP + 1;
const FIELDS = GAIT + 1;
const FLOOR = 1e-4;
/** Of a state that the wearer says it was not: others follow only through doors. */
const RULED_OUT = 1e-12;
const LEAST_WALKING = 0.005;
const MOST_SITTING_LOG_ODDS = 4.6;

/** What a second says: log-odds of the trees, tilt, and how it may be a door. */
export interface SecondLikelihood extends DoorEvidence {
  /** Nothing arrived, or it is not known where up is: says nothing. */
  readonly silent: boolean;
  readonly sittingLogOdds: number;
  readonly walkingLogOdds: number;
  readonly tiltDeg: number;
  /** What the wearer says it was. */
  readonly label?: LabelState | null;
}

/** A second that is not decided: its fields, and its chances from state to state (which follow from the fields). */
interface Second {
  readonly at: Float64Array;
  readonly chances: Float64Array;
}

export interface Decision {
  readonly state: Extract<PostureState, 'sitting' | 'standing' | 'walking' | 'lying'>;
  readonly probability: number;
}

/**
 * Hidden Markov model over seconds with doors as the only ways between sitting and standing. Each second is
 * decided by everything before it and everything taken after it, usually `lagS` seconds.
 */
export class PostureDecoder {
  readonly #params: DecoderParams;
  /** Seconds that are not decided, oldest first. */
  #queue: Second[] = [];
  readonly #forward = new Float64Array(STATES).fill(1 / STATES);
  #gait = HALF;
  #sinceMoveS = 0;
  #hasBegun = false;
  readonly #next = new Float64Array(STATES);
  readonly #backward = new Float64Array(STATES);
  #gaitBackward = HALF;

  constructor(params: DecoderParams = DECODER_PARAMS) {
    this.#params = params;
  }

  /** Takes the next second. */
  push(second: SecondLikelihood): void {
    const at = new Float64Array(FIELDS);
    this.#likelihood(second, at);
    at[DOWN] = doorChance(second, 'down', this.#params);
    at[UP] = doorChance(second, 'up', this.#params);
    const { moveAgain, lean } = this.#params;
    at[MOVE] = isSeenStill(second.lean, lean) ? lean.stillMoveAgain : moveAgain;
    const chances = this.#chances(at);
    this.#advance(at, chances);
    this.#advanceGait(at);
    this.#queue.push({ at, chances });
  }

  /** Decisions on the oldest seconds, each by everything taken so far; all but the last `lagS` are due. */
  decide(lagS = this.#params.lagS): Decision[] {
    const due = this.#queue.length - lagS;
    if (due <= 0) return [];
    const decisions: Decision[] = new Array(due);
    this.#backward.fill(1);
    this.#gaitBackward = HALF;
    for (let n = this.#queue.length - 1; n >= 0; n--) {
      const { at, chances } = this.#queue[n]!;
      if (n < due) decisions[n] = this.#stated(this.#choose(at));
      if (n > 0) this.#back(at, chances);
      this.#gaitBackward = this.#switched(joined(this.#gaitBackward, at[STEP]!));
    }
    this.#queue = this.#queue.slice(due);
    return decisions;
  }

  /** Of the last second taken: probability of sitting and of standing. */
  get belief(): { readonly sitting: number; readonly standing: number } {
    const f = this.#forward;
    return { sitting: f[SIT]!, standing: f[STAND]! + f[STILL]! + f[WALK]! };
  }

  snapshot(): Snapshot {
    return {
      queue: this.#queue.map(({ at }) => encodeNumbers(at)),
      forward: encodeNumbers(this.#forward),
      gait: this.#gait,
      sinceMoveS: this.#sinceMoveS,
      hasBegun: this.#hasBegun,
    };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.forward, this.#forward, 'decoder.forward');
    this.#gait = snapshot.gait as number;
    this.#sinceMoveS = snapshot.sinceMoveS as number;
    this.#hasBegun = snapshot.hasBegun as boolean;
    this.#queue = (snapshot.queue as unknown[]).map((encoded) => {
      const at = new Float64Array(FIELDS);
      decodeNumbers(encoded, at, 'decoder.queue');
      return { at, chances: this.#chances(at) };
    });
  }

  #chances(at: Float64Array): Float64Array {
    const chances = new Float64Array(STATES * STATES);
    fillTransitions(this.#params, { down: at[DOWN]!, up: at[UP]!, moveAgain: at[MOVE]! }, chances);
    return chances;
  }

  #likelihood(second: SecondLikelihood, at: Float64Array): void {
    this.#observe(second, at);
    if (!second.label) return;
    for (let i = 0; i < STATES; i++) at[i] = LABELLED[second.label].has(i) ? 1 : RULED_OUT;
  }

  #observe(second: SecondLikelihood, at: Float64Array): void {
    if (second.silent) {
      at.fill(1, 0, STATES);
      at[STEP] = HALF;
      return;
    }
    const p = this.#params;
    const lying = logistic((second.tiltDeg - p.lyingDeg) / p.lyingWidthDeg);
    const logOdds = clamp(second.sittingLogOdds, -MOST_SITTING_LOG_ODDS, MOST_SITTING_LOG_ODDS);
    at[STEP] = chance(second.walkingLogOdds);
    const walking = chance(second.walkingLogOdds + p.shuffleLogOdds);
    const hasMoved = second.door !== 'none' || walking > HALF;
    this.#sinceMoveS = hasMoved ? 0 : this.#sinceMoveS + 1;
    const sitting = logistic(this.#weight(second.door) * logOdds);
    const still = (1 - walking) * (1 - lying);
    at[SIT] = still * sitting + FLOOR;
    at[STAND] = still * (1 - sitting) + FLOOR;
    at[STILL] = still * (1 - sitting) + FLOOR;
    at[WALK] = walking * (1 - lying) + FLOOR;
    at[LIE] = lying + FLOOR;
  }

  /** How much this second counts for sitting against standing. */
  #weight(door: DoorKind): number {
    const p = this.#params;
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (isFirst) return p.firstWeight;
    if (door === 'long_silence') return p.silenceWeight;
    return p.sittingWeight * Math.exp(-this.#sinceMoveS / p.sittingTauS);
  }

  /** One step of the forward recursion into `#forward`, normalised, and into the second. */
  #advance(at: Float64Array, chances: Float64Array): void {
    const next = this.#next.fill(0);
    for (let from = 0; from < STATES; from++) {
      for (let to = 0; to < STATES; to++) {
        next[to] = next[to]! + this.#forward[from]! * chances[from * STATES + to]!;
      }
    }
    let sum = 0;
    for (let i = 0; i < STATES; i++) sum += next[i] = next[i]! * at[i]!;
    for (let i = 0; i < STATES; i++) {
      this.#forward[i] = next[i]! / sum;
      at[STATES + i] = this.#forward[i]!;
    }
  }

  /** One step of the backward recursion over a second, normalised. */
  #back(at: Float64Array, chances: Float64Array): void {
    const next = this.#next.fill(0);
    let sum = 0;
    for (let from = 0; from < STATES; from++) {
      for (let to = 0; to < STATES; to++) {
        next[from] = next[from]! + chances[from * STATES + to]! * at[to]! * this.#backward[to]!;
      }
      sum += next[from]!;
    }
    for (let i = 0; i < STATES; i++) this.#backward[i] = next[i]! / sum;
  }

  #stated({ state, probability }: Decision): Decision {
    const logOdds = Math.log(probability / (1 - probability));
    return { state, probability: logistic(this.#params.certainty * logOdds) };
  }

  /** By what came before and during the second, and the backward recursion as it stands. */
  #choose(at: Float64Array): Decision {
    const p = this.#next;
    let sum = 0;
    for (let i = 0; i < STATES; i++) sum += p[i] = at[STATES + i]! * this.#backward[i]!;
    for (let i = 0; i < STATES; i++) p[i] = p[i]! / sum;
    const upright = p[STAND]! + p[STILL]! + p[WALK]!;
    if (p[LIE]! > upright && p[LIE]! > p[SIT]!) return { state: 'lying', probability: p[LIE]! };
    if (p[SIT]! > upright) return { state: 'sitting', probability: p[SIT]! };
    const walking = joined(at[GAIT]!, this.#gaitBackward);
    return walking > HALF
      ? { state: 'walking', probability: upright * walking }
      : { state: 'standing', probability: upright * (1 - walking) };
  }

  /** Starting and stopping to walk, told apart by the second: a chain of its own beside sitting and lying. */
  #advanceGait(at: Float64Array): void {
    this.#gait = joined(this.#switched(this.#gait), at[STEP]!);
    at[GAIT] = this.#gait;
  }

  /** The same chance a second later or earlier. */
  #switched(walking: number): number {
    const p = this.#params.switchGait;
    return walking * (1 - p) + (1 - walking) * p;
  }
}

const HALF = 0.5;
const LABELLED: Readonly<Record<LabelState, ReadonlySet<number>>> = {
  sitting: new Set([SIT]),
  standing: new Set([STAND, STILL]),
  walking: new Set([WALK]),
  lying: new Set([LIE]),
};

/** Two independent chances of the same, joined. */
function joined(a: number, b: number): number {
  return (a * b) / (a * b + (1 - a) * (1 - b));
}

/** Of walking, never quite certain. */
function chance(walkingLogOdds: number): number {
  return clamp(logistic(walkingLogOdds), LEAST_WALKING, 1 - LEAST_WALKING);
}
