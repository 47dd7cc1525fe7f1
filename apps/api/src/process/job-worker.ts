/** An order that the database keeps. */
interface Order {
  readonly id: string;
}

/** What a worker does with orders of one kind. */
export interface Work<O extends Order> {
  /** Before it looks for orders. */
  tidy(): Promise<void>;
  /** The next that nobody is at; null: there is none. */
  take(): Promise<O | null>;
  /** Does not throw. `stop` is aborted with a {@link Cancelled} when nobody wants it any more, otherwise by a shutdown. */
  run(order: O, stop: AbortController): Promise<void>;
  /** Nothing can be done for now. */
  failed(error: Error): void;
}

/** Nobody wants it any more. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Orders that another process left are looked for this often. */
const LOOK_INTERVAL_MS = 5_000;
const HEARTBEAT_MS = 1_000;

/** Works on orders one after the other. */
export class JobWorker<O extends Order> {
  readonly #work: Work<O>;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #again = false;
  #stopping = false;
  #running: { readonly id: string; readonly stop: AbortController; readonly ended: Promise<void> } | null =
    null;

  constructor(work: Work<O>) {
    this.#work = work;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), LOOK_INTERVAL_MS);
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    this.#again = true;
    if (this.#stopping) return;
    this.#working ??= this.#workOff().finally(() => {
      this.#working = null;
    });
  }

  /** Resolves when nothing is done for it any more. */
  async cancel(id: string): Promise<void> {
    if (this.#running?.id !== id) return;
    this.#running.stop.abort(new Cancelled());
    await this.#running.ended;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#running?.stop.abort();
    await this.#working;
  }

  async #workOff(): Promise<void> {
    try {
      while (this.#again && !this.#stopping) {
        this.#again = false;
        await this.#work.tidy();
        for (let order = await this.#take(); order !== null; order = await this.#take())
          await this.#begin(order);
      }
    } catch (error) {
      this.#work.failed(error as Error);
    }
  }

  async #take(): Promise<O | null> {
    return this.#stopping ? null : this.#work.take();
  }

  async #begin(order: O): Promise<void> {
    const stop = new AbortController();
    const ended = this.#work.run(order, stop);
    this.#running = { id: order.id, stop, ended };
    if (this.#stopping) stop.abort();
    await ended;
    this.#running = null;
  }
}

/** Says again and again that somebody is at it; `hold` answers whether it is still wanted. Returns what ends it. */
export function heartbeat(hold: () => Promise<boolean>, stop: AbortController): () => void {
  const beat = (): void => {
    hold().then(
      (wanted) => wanted || stop.abort(new Cancelled()),
      // A database that is away says nothing; the work itself will notice it.
      () => {},
    );
  };
  const timer = setInterval(beat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
