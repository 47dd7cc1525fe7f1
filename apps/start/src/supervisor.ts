import { setTimeout as sleep } from 'node:timers/promises';
import { Child, type ChildSpec } from './child.ts';
import { messageOf, StartFailure } from './failure.ts';

const RESTART_DELAY_MS = 300;
/** A process that dies this often within the window is not helped by another start. */
const MAX_RESTARTS = 20;
const RESTART_WINDOW_MS = 60_000;

export interface SupervisorEvents {
  /** One line for the person at the terminal. */
  say(line: string): void;
  message(message: unknown): void;
  gaveUp(failure: StartFailure): void;
}

/** Keeps one process running: starts it again when it dies, until told to stop. */
export class Supervisor {
  readonly #spec: ChildSpec;
  readonly #events: SupervisorEvents;
  #child: Child | null = null;
  #stopping = false;
  #starts: number[] = [];

  constructor(spec: ChildSpec, events: SupervisorEvents) {
    this.#spec = spec;
    this.#events = events;
  }

  get pid(): number | undefined {
    return this.#child?.process.pid;
  }

  async start(): Promise<void> {
    const child = new Child(this.#spec, (message) => this.#events.message(message));
    this.#child = child;
    try {
      await child.ready();
      child.process.once('exit', (code, signal) => this.#died(signal ?? `exit code ${code}`));
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  send(message: Record<string, unknown>): void {
    if (this.#child?.process.connected) this.#child.process.send(message);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#child?.stop();
  }

  #died(how: string): void {
    // A process that ends well has done what it was started for.
    if (this.#stopping || how === 'exit code 0') return;
    this.#events.say(`${this.#spec.name} ended unexpectedly (${how}); starting it again.`);
    void this.#restart();
  }

  async #restart(): Promise<void> {
    const now = Date.now();
    this.#starts = [...this.#starts.filter((at) => now - at < RESTART_WINDOW_MS), now];
    if (this.#starts.length > MAX_RESTARTS) {
      const remedy = `Last words: ${this.#child?.lastWords ?? ''}`;
      this.#events.gaveUp(new StartFailure(`${this.#spec.name} keeps ending.`, remedy));
      return;
    }
    await sleep(RESTART_DELAY_MS);
    if (this.#stopping) return;
    try {
      await this.start();
    } catch (error) {
      this.#events.say(messageOf(error));
      await this.#restart();
    }
  }
}
