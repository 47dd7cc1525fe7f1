import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HciSockets } from './rig.ts';

/** BlueZ's emulator up to 5.82 always listens here. */
const LE_SOCKET = join(tmpdir(), 'bt-server-le');
const START_MS = 5_000;
const ANSWER_MS = 3_000;
const POLL_MS = 50;
const RESET = Buffer.of(0x01, 0x03, 0x0c, 0x00);
const RESET_DONE = '040e0401030c00';
const HANGS_UP = 'btvirt hangs up at once: its LE controllers need AF_ALG, which this kernel does not have';
/** With it set, a missing emulator is a failure. */
const REQUIRED = process.env.CI_REQUIRE_BTVIRT === '1';

/** A running btvirt, an implementation of controllers that is not ours, or why there is none. */
export class Btvirt implements AsyncDisposable {
  readonly hci: HciSockets = { sensors: LE_SOCKET, adapter: LE_SOCKET };
  readonly whyNot: string | null;
  readonly #child: ChildProcess | null;

  private constructor(child: ChildProcess | null, whyNot: string | null) {
    this.#child = child;
    this.whyNot = whyNot;
  }

  /** As it is, and if the kernel lacks what it wants, with a little library that does without. */
  static async start(): Promise<Btvirt> {
    if (await listens()) return new Btvirt(null, `another btvirt is running at ${LE_SOCKET}`);
    const plain = await Btvirt.#launch({});
    if (plain.whyNot !== HANGS_UP) return plain.#orThrow();
    await plain[Symbol.asyncDispose]();
    const library = await withoutAfAlg();
    if (library === null) return new Btvirt(null, `${HANGS_UP}, and no C compiler is here`).#orThrow();
    const without = await Btvirt.#launch({ LD_PRELOAD: library });
    await rm(library, { force: true });
    return without.#orThrow();
  }

  static async #launch(env: NodeJS.ProcessEnv): Promise<Btvirt> {
    await rm(LE_SOCKET, { force: true });
    // A client that vanishes at the wrong moment would end it by SIGPIPE; Node resets signals, a shell does not.
    const child = spawn('sh', ['-c', "trap '' PIPE; exec btvirt -s"], {
      stdio: 'ignore',
      env: { ...process.env, ...env },
    });
    const giveUpMs = performance.now() + START_MS;
    while (!existsSync(LE_SOCKET)) {
      if (child.exitCode !== null || performance.now() > giveUpMs) {
        child.kill('SIGKILL');
        return new Btvirt(null, 'btvirt does not start: apt-get install bluez-test-tools');
      }
      await sleep(POLL_MS);
    }
    return new Btvirt(child, await whyNoController());
  }

  #orThrow(): this {
    if (this.whyNot !== null && REQUIRED) throw new Error(this.whyNot);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

/** The library that {@link Btvirt} is started with, or null where it cannot be built. */
async function withoutAfAlg(): Promise<string | null> {
  const source = fileURLToPath(new URL('without-af-alg.c', import.meta.url));
  const library = join(tmpdir(), `plumbline-without-af-alg-${process.pid}.so`);
  try {
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
    return library;
  } catch {
    return null;
  }
}

/** A socket file may be left over. */
async function listens(): Promise<boolean> {
  const socket = connect(LE_SOCKET);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Its LE controllers need the kernel's AF_ALG: without it they hang up at once. */
async function whyNoController(): Promise<string | null> {
  const socket = connect(LE_SOCKET);
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    await once(socket, 'connect', { signal });
    socket.write(RESET);
    const closed = once(socket, 'close', { signal }).then((): [Buffer] => [Buffer.alloc(0)]);
    closed.catch(() => {});
    const [answer] = (await Promise.race([once(socket, 'data', { signal }), closed])) as [Buffer];
    if (answer.toString('hex') === RESET_DONE) return null;
    return HANGS_UP;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'EPIPE' || code === 'ECONNRESET'
      ? HANGS_UP
      : `btvirt does not answer HCI_Reset: ${message}`;
  } finally {
    socket.destroy();
  }
}
