type Value = number | string;

/** What the sensor has said about itself, and who waits for it. */
export class ConfigBoard {
  readonly #values = new Map<string, Value>();
  readonly #waiting = new Map<string, (value: Value) => void>();

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#waiting.get(key)?.(value);
  }

  all(): Record<string, Value> {
    return Object.fromEntries(this.#values);
  }

  /** The next value said for the key, or null when none comes in time. */
  async next(key: string, timeoutMs: number): Promise<Value | null> {
    let timer: NodeJS.Timeout | undefined;
    const value = await new Promise<Value | null>((done) => {
      this.#waiting.set(key, done);
      timer = setTimeout(() => done(null), timeoutMs);
    });
    clearTimeout(timer);
    this.#waiting.delete(key);
    return value;
  }
}
