import type { Wear } from '../mounting/wear-detector.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Verdict } from './published-rule.ts';
import { UNDECIDED } from './second-guess.ts';

export const NOT_WORN: Verdict = { state: 'not_worn', probability: 0.9 };

interface Held {
  readonly second: PostureSecond;
  readonly measured: boolean;
}

/**
 * Decided seconds of a clip that keeps as still as on a table. They wait until it moves, and are told as what they looked
 * like; or until it is known not to be worn, and then it was not meanwhile; or until the recording ends, and then nobody
 * knows: most who stop a recording have just taken the clip off. What the wearer says of a second stands.
 */
export class HeldSeconds {
  readonly #mostS: number;
  #held: Held[] = [];

  /** @param mostS no more than this many wait: over a silence of the link nothing moves and nothing gets known. */
  constructor(mostS: number) {
    this.#mostS = mostS;
  }

  /** Takes a decided second, and whether anything was measured in it; returns what is told now, oldest first. */
  next(second: PostureSecond, measured: boolean, wear: Wear): PostureSecond[] {
    if (wear === 'still' && this.#held.length < this.#mostS) {
      this.#held.push({ second, measured });
      return [];
    }
    return [...this.#release(wear === 'off' ? NOT_WORN : null), second];
  }

  /** All that wait, of a recording that is over. */
  flush(): PostureSecond[] {
    return this.#release({ ...UNDECIDED, perhapsOff: true });
  }

  snapshot(): Snapshot {
    return { held: [...this.#held] };
  }

  restore(snapshot: Snapshot): void {
    this.#held = [...(snapshot.held as Held[])];
  }

  /** All that wait, as `verdict` or, if null, as what they looked like. */
  #release(verdict: (Verdict & Pick<PostureSecond, 'perhapsOff'>) | null): PostureSecond[] {
    const held = this.#held;
    this.#held = [];
    return held.map(({ second, measured }) =>
      verdict && measured && second.labelId === undefined ? { ...second, ...verdict } : second,
    );
  }
}
