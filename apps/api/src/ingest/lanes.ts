/** Works of one key one after the other, and works of different keys at the same time, so many at once. */
export class Lanes {
  readonly #tails = new Map<number, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  run<T>(key: number, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(() => this.#whenFree(work));
    const tail: Promise<void> = result.then(
      () => this.#left(key, tail),
      () => this.#left(key, tail),
    );
    this.#tails.set(key, tail);
    return result;
  }

  /** Whoever is last lets go of the key. */
  #left(key: number, tail: Promise<void>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }

  async #whenFree<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
