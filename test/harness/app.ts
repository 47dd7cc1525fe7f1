import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the composition root says over IPC once everything is up. */
export interface Running extends AsyncDisposable {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pids: () => Promise<Pids>;
  readonly events: readonly StartEvent[];
  readonly waitFor: (type: string) => Promise<StartEvent>;
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
}

export interface Pids {
  readonly api: number;
  readonly gateway: number;
  readonly sensor: number;
  readonly database: number;
}

export interface StartEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

const MAIN = fileURLToPath(import.meta.resolve('@plumbline/start/main'));

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Runs the start command and collects what it says; does not wait. */
export function spawnStart(args: readonly string[], env: Readonly<Record<string, string>> = {}): Spawned {
  const child = fork(MAIN, [...args], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return new Spawned(child);
}

export class Spawned {
  readonly child: ChildProcess;
  readonly events: StartEvent[] = [];
  readonly #ended: Promise<unknown>;
  #waiting: (() => void)[] = [];
  stdout = '';
  stderr = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on('data', (bytes) => {
      this.stdout += bytes;
    });
    child.stderr?.on('data', (bytes) => {
      this.stderr += bytes;
    });
    child.on('message', (message) => this.#heard(message as StartEvent));
    this.#ended = once(child, 'close').then(() => this.#wake());
  }

  async exitCode(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }

  /** The first event of a type, among those heard since `from`. */
  async event(type: string, from = 0): Promise<StartEvent> {
    for (;;) {
      const found = this.events.slice(from).find((event) => event.type === type);
      if (found) return found;
      if (this.child.exitCode !== null)
        throw new Error(`ended before '${type}':\n${this.stdout}${this.stderr}`);
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** Asks a question over IPC and waits for the answer of the same type. */
  ask(type: string): Promise<StartEvent> {
    const from = this.events.length;
    this.child.send({ type });
    return this.event(type, from);
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.exitCode();
  }

  #heard(event: StartEvent): void {
    this.events.push(event);
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** Starts everything and waits until the URL answers. */
export async function startApp(args: readonly string[], env?: Record<string, string>): Promise<Running> {
  const spawned = spawnStart(args, env);
  const ready = await spawned.event('ready');
  return {
    url: ready.url as string,
    databaseUrl: ready.databaseUrl as string,
    pids: async () => (await spawned.ask('pids')) as unknown as Pids,
    events: spawned.events,
    waitFor: (type) => spawned.event(type),
    output: () => spawned.stdout + spawned.stderr,
    stop: () => spawned.stop(),
    // Whatever a test does, nothing keeps running after it.
    [Symbol.asyncDispose]: async () => void (await spawned.stop()),
  };
}
