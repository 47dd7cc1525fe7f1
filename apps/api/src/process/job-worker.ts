import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';

/** An order that the database keeps. */
interface Order {
  readonly id: string;
}

/** What a worker does with orders of one kind. */
export interface Work<O extends Order> {
  /** As the log calls one. */
  readonly kind: string;
  /** Before it looks for orders. */
  tidy(): Promise<void>;
  /** The next that nobody is at; null: there is none. */
  take(): Promise<O | null>;
  /** Says that somebody is at it, and how much is done. False: nobody wants it any more. */
  hold(id: string, share: number): Promise<boolean>;
  /** Resolves when it is done and that is stored; throws when `stop` is aborted. */
  carryOut(order: O, stop: AbortSignal, onShare: (share: number) => void): Promise<void>;
  /** Whether it may go well later: then it waits, and whoever takes it next goes on. */
  mayGoWellLater?(error: unknown): boolean;
  /** Somebody else may go on with it. */
  release(id: string): Promise<void>;
  /** Removes what lies on the disk for it. */
  cleanUp(order: O): Promise<void>;
  /** It was given up. */
  failed(id: string, error: unknown): Promise<void>;
}

/** Nobody wants it any more. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Orders that another process left are looked for this often. */
const LOOK_INTERVAL_MS = 5_000;
const HEARTBEAT_MS = 1_000;

/** Works on orders of one kind, one after the other, and goes on with those that an earlier process began. */
export abstract class JobWorker<O extends Order> implements OnApplicationBootstrap {
  readonly #logger = new Logger(this.constructor.name);
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

  onApplicationBootstrap(): void {
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

  /** What runs is put back: the next process goes on with it. */
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
      this.#logger.warn(`${this.#work.kind}s have to wait: ${(error as Error).message}`);
    }
  }

  async #take(): Promise<O | null> {
    return this.#stopping ? null : this.#work.take();
  }

  async #begin(order: O): Promise<void> {
    const stop = new AbortController();
    const ended = this.#carryOut(order, stop).catch((error: unknown) =>
      this.#ended(order, error, stop.signal),
    );
    this.#running = { id: order.id, stop, ended };
    if (this.#stopping) stop.abort();
    try {
      await ended;
    } finally {
      this.#running = null;
    }
  }

  async #carryOut(order: O, stop: AbortController): Promise<void> {
    let share = 0;
    const end = heartbeat(() => this.#work.hold(order.id, share), stop);
    try {
      await this.#work.carryOut(order, stop.signal, (done) => {
        share = done;
      });
    } finally {
      end();
    }
  }

  async #ended(order: O, error: unknown, stop: AbortSignal): Promise<void> {
    const work = this.#work;
    const told = `${work.kind} ${order.id}`;
    const isUnwanted = error instanceof Cancelled || stop.reason instanceof Cancelled;
    if (stop.aborted && !isUnwanted) return this.#note(`${told} was not put back`, work.release(order.id));
    const { message } = error as Error;
    if (error instanceof DatabaseUnavailable || work.mayGoWellLater?.(error))
      return this.#logger.warn(`${told} has to wait: ${message}`);
    await work.cleanUp(order);
    if (isUnwanted) return;
    this.#logger.warn(`${told} was given up: ${message}`);
    await this.#note(`that ${told} was given up is not stored`, work.failed(order.id, error));
  }

  /** What cannot be written down is told in the log: once nobody holds the order any more it is taken again. */
  async #note(otherwise: string, written: Promise<void>): Promise<void> {
    await written.catch((error: Error) => this.#logger.warn(`${otherwise}: ${error.message}`));
  }
}

/** Says again and again that somebody is at it; `hold` answers whether it is still wanted. Returns what ends it. */
function heartbeat(hold: () => Promise<boolean>, stop: AbortController): () => void {
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
