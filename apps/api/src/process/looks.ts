/** Looks for work again and again, one look at a time. */
export class Looks {
  readonly #look: () => Promise<number>;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  /** `look` does not throw, and says in how many milliseconds the next one is. */
  constructor(look: () => Promise<number>) {
    this.#look = look;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  begin(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#again();
    }, delayMs);
  }

  /** Resolves once the look that goes on has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  async #again(): Promise<void> {
    const delayMs = await this.#look();
    if (!this.#stopped) this.begin(delayMs);
  }
}
