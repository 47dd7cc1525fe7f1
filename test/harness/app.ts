import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the composition root says over IPC once everything is up. */
export interface Running {
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
    child.on('message', (message) => this.events.push(message as StartEvent));
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async event(type: string): Promise<StartEvent> {
    for (;;) {
      const found = this.events.find((event) => event.type === type);
      if (found) return found;
      await this.#nextMessage(type);
    }
  }

  async #nextMessage(type: string): Promise<void> {
    if (this.child.exitCode !== null)
      throw new Error(`ended before '${type}':\n${this.stdout}${this.stderr}`);
    await Promise.race([once(this.child, 'message'), once(this.child, 'exit')]);
  }

  /** Asks a question over IPC and waits for the answer of the same type. */
  async ask(type: string): Promise<StartEvent> {
    const from = this.events.length;
    this.child.send({ type });
    for (;;) {
      const found = this.events.slice(from).find((event) => event.type === type);
      if (found) return found;
      await this.#nextMessage(type);
    }
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.exitCode();
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
  };
}
