import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { StartFailure } from './failure.ts';

/** A process of the house: says `{type: 'ready'}` over IPC once it is up and stops when IPC closes. */
export interface ChildSpec {
  readonly name: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it says is appended here; null keeps just the last words. */
  readonly logFile: string | null;
}

/** A busy or slow machine may take a minute to read everything; only a process that hangs takes longer. */
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;
/** What a failing process said last, so that its one clear line can be repeated. */
const LAST_WORDS_BYTES = 2_000;

export class Child {
  readonly spec: ChildSpec;
  readonly process: ChildProcess;
  readonly #log: WriteStream | null;
  #lastWords = '';

  constructor(spec: ChildSpec, onMessage: (message: unknown) => void) {
    this.spec = spec;
    this.process = fork(spec.entry, [...spec.args], {
      env: { ...process.env, ...spec.env },
      // Own session: Ctrl-C reaches the composition root alone, which then stops its children in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#log = spec.logFile === null ? null : openLog(spec.logFile);
    this.process.stdout?.on('data', (bytes: Buffer) => this.#log?.write(bytes));
    this.process.stderr?.on('data', (bytes: Buffer) => this.#remember(bytes));
    this.process.once('close', () => this.#log?.end());
    this.process.on('message', onMessage);
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The last non-empty line on stderr. */
  get lastWords(): string {
    return this.#lastWords.trim().split('\n').at(-1) ?? '';
  }

  async ready(): Promise<void> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), READY_TIMEOUT_MS);
    try {
      await Promise.race([this.#readyMessage(abort.signal), this.#failed(abort.signal)]);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      throw new StartFailure(
        `${this.spec.name} did not come up within ${READY_TIMEOUT_MS / 1000} s.`,
        this.lastWords,
      );
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  async #readyMessage(signal: AbortSignal): Promise<void> {
    for (;;) {
      const [message] = (await once(this.process, 'message', { signal })) as [{ type?: string }];
      if (message.type === 'ready') return;
    }
  }

  async #failed(signal: AbortSignal): Promise<never> {
    if (this.running) await once(this.process, 'close', { signal });
    throw new StartFailure(`${this.spec.name} could not start:`, this.lastWords || 'it said nothing.');
  }

  /** Asks it to finish, waits, and only then insists. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
  }

  #remember(bytes: Buffer): void {
    this.#log?.write(bytes);
    this.#lastWords = (this.#lastWords + bytes.toString('utf8')).slice(-LAST_WORDS_BYTES);
  }
}

/** A log that cannot be written must not stop what it tells of. */
function openLog(path: string): WriteStream {
  const log = createWriteStream(path, { flags: 'a', mode: 0o600 });
  log.on('error', () => log.destroy());
  return log;
}
