import { type BodyFrame, tiltDeg } from '../mounting/body-frame.ts';
import type { PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { DECODER_PARAMS } from './decoder.params.ts';
import type { SecondNews } from './evidence.ts';
import type { PostureParams } from './posture.params.ts';
import { byPitch, type Verdict } from './published-rule.ts';

export const UNDECIDED: Verdict = { state: 'unknown', probability: 0 };
/** The decoder's, so that leaning back does not change its name when the second is decided. */
const { lyingDeg } = DECODER_PARAMS;
/** Seconds without data over which the posture is kept. */
const KEPT_S = 2;
const KEPT_PROBABILITY = 0.5;
const GUESSED_PROBABILITY = 0.8;
/** After walking or lying the model's belief is this many seconds old and worth nothing. */
const BELIEF_AGE_S = 10;

interface State {
  /** Seconds since the last with data, and since the last that was walking or lying. */
  silentS: number;
  movedS: number;
  state: PostureState;
}

/** A second told at once: good enough for a live display, replaced when the second is decided. */
export class SecondGuess {
  readonly #params: PostureParams;
  #s: State = { silentS: 0, movedS: BELIEF_AGE_S, state: 'unknown' };

  constructor(params: PostureParams) {
    this.#params = params;
  }

  next(
    news: SecondNews,
    frame: BodyFrame | null,
    belief: { readonly sitting: number; readonly standing: number },
  ): Verdict {
    const verdict = this.#judge(news, frame, belief);
    const moved = verdict.state === 'walking' || verdict.state === 'running' || verdict.state === 'lying';
    this.#s = {
      silentS: news.acc ? 0 : this.#s.silentS + 1,
      movedS: moved ? 0 : Math.min(BELIEF_AGE_S, this.#s.movedS + 1),
      state: verdict.state,
    };
    return verdict;
  }

  snapshot(): Snapshot {
    return { ...this.#s };
  }

  restore(snapshot: Snapshot): void {
    this.#s = { ...(snapshot as unknown as State) };
  }

  #judge(news: SecondNews, frame: BodyFrame | null, belief: { sitting: number; standing: number }): Verdict {
    if (!frame) return UNDECIDED;
    if (!news.acc) return this.#keep();
    const [x, y, z] = news.acc;
    const p = this.#params;
    if (tiltDeg(frame, x, y, z) >= lyingDeg) return { state: 'lying', probability: GUESSED_PROBABILITY };
    const spreadG = news.sd3Mps2 / STANDARD_GRAVITY_MPS2;
    if (spreadG > p.runningSpreadG) return { state: 'running', probability: GUESSED_PROBABILITY };
    if (spreadG > p.walkingSpreadG) return { state: 'walking', probability: GUESSED_PROBABILITY };
    const { sitting, standing } = belief;
    if (this.#s.movedS < BELIEF_AGE_S || sitting + standing < KEPT_PROBABILITY)
      return byPitch(news.acc, frame, p);
    const share = sitting / (sitting + standing);
    return share > 0.5
      ? { state: 'sitting', probability: share }
      : { state: 'standing', probability: 1 - share };
  }

  #keep(): Verdict {
    const { state, silentS } = this.#s;
    if (state === 'unknown' || silentS >= KEPT_S) return UNDECIDED;
    return { state, probability: KEPT_PROBABILITY };
  }
}
