import { type FrameClock, FramePacer } from './frame-pacer.ts';
import { INITIAL_MODEL, type LiveEvent, type LiveModel, reduceLive } from './live-model.ts';
import { sampleNowUs, traceEdgeUs } from './time.ts';
import { type TraceColumns, TraceRing } from './trace-ring.ts';

/** Longest stretch the traces show. */
export const MAX_SPAN_US = 120_000_000;

/** What is painted up to 15 times a second. */
export interface Frame {
  /** Right end of the traces. */
  readonly edgeUs: number | null;
  /** Newest sample in this frame. */
  readonly newestUs: number | null;
  readonly columns: TraceColumns;
}

/** What is read as text: changes once a second, and at once when something of weight happens. */
export interface Snapshot {
  readonly model: LiveModel;
  /** The page's clock when it was taken. */
  readonly atMs: number;
  readonly frame: Frame;
}

export interface LiveStoreOptions {
  readonly now: () => number;
  readonly frames: FrameClock;
  /** After every listener has drawn the frame. */
  readonly onPainted: (frame: Frame) => void;
}

/** Holds what the server said, and hands it out at two speeds: frames to draw, snapshots to read. */
export class LiveStore {
  readonly #options: LiveStoreOptions;
  readonly #ring = new TraceRing();
  readonly #frameListeners = new Set<(frame: Frame) => void>();
  readonly #snapshotListeners = new Set<() => void>();
  readonly pacer: FramePacer;
  #model = INITIAL_MODEL;
  #snapshot: Snapshot;
  #paused = false;

  constructor(options: LiveStoreOptions) {
    this.#options = options;
    this.pacer = new FramePacer(options.frames, () => this.#paint());
    this.#snapshot = this.#takeSnapshot();
  }

  readonly dispatch = (event: LiveEvent): void => {
    const before = this.#model;
    this.#model = reduceLive(before, event);
    if (event.type === 'message') this.#keepTrace(event);
    this.pacer.invalidate();
    if (weight(before) !== weight(this.#model)) this.tick();
  };

  /** Call once a second: ages and clocks move on even when no message comes. */
  readonly tick = (): void => {
    if (this.#paused) return;
    this.#snapshot = this.#takeSnapshot();
    for (const listener of this.#snapshotListeners) listener();
    this.pacer.invalidate();
  };

  /** What is on the screen stands still; what arrives is kept. */
  readonly setPaused = (paused: boolean): void => {
    if (paused === this.#paused) return;
    if (paused) this.tick();
    this.#paused = paused;
    if (!paused) this.tick();
  };

  readonly getSnapshot = (): Snapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#snapshotListeners.add(listener);
    return () => this.#snapshotListeners.delete(listener);
  };

  readonly onFrame = (listener: (frame: Frame) => void): (() => void) => {
    this.#frameListeners.add(listener);
    listener(this.#snapshot.frame);
    return () => this.#frameListeners.delete(listener);
  };

  #keepTrace(event: LiveEvent & { type: 'message' }): void {
    const { message } = event;
    // Without a state nothing says what the samples are of.
    if (message.type !== 'error' && message.trace && this.#model.session) this.#ring.append(message.trace);
  }

  #paint(): void {
    if (this.#paused) return;
    const frame = this.#takeFrame(this.#options.now());
    for (const listener of this.#frameListeners) listener(frame);
    this.#options.onPainted(frame);
  }

  #takeFrame(atMs: number): Frame {
    const newestUs = this.#ring.newestUs;
    const edgeUs = traceEdgeUs(newestUs, sampleNowUs(this.#model, atMs));
    const columns = this.#ring.window((edgeUs ?? 0) - MAX_SPAN_US, edgeUs ?? 0);
    return { edgeUs, newestUs, columns };
  }

  #takeSnapshot(): Snapshot {
    const atMs = this.#options.now();
    return { model: this.#model, atMs, frame: this.#takeFrame(atMs) };
  }
}

/** Changes of these are shown at once, all others with the next tick. */
function weight({ link, problem, session }: LiveModel): string {
  const { connection, posture, mounting, day } = session ?? {};
  return [
    link.phase,
    problem?.kind,
    connection?.state,
    connection?.reason,
    posture?.state,
    posture?.sinceUs,
    mounting?.reference,
    mounting?.forward,
    day?.bouts.length,
  ].join('|');
}
