/** Lets one waiter sleep until something changes or time is up. */
export class Gate {
  #open: (() => void) | null = null;

  /** Wakes the waiter, if there is one. */
  signal(): void {
    this.#open?.();
  }

  /** Resolves at the next signal, or after `ms` (infinite: only at a signal). */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(() => this.signal(), ms) : null;
      this.#open = () => {
        if (timer) clearTimeout(timer);
        this.#open = null;
        resolve();
      };
    });
  }
}
