import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Built by `pnpm build`, which the test command runs first. */
const ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The API as the process that users run. */
export class ApiProcess {
  readonly process: ChildProcess;
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.process = process;
    this.url = url;
  }

  static async start(env: Record<string, string>): Promise<ApiProcess> {
    const child = spawnApi(env);
    const [message] = (await Promise.race([once(child, 'message'), failed(child)])) as [{ url: string }];
    return new ApiProcess(child, message.url);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.#gone();
  }

  /** Returns the exit code. */
  async stop(how: 'SIGTERM' | 'SIGINT' | 'disconnect' = 'SIGTERM'): Promise<number | null> {
    if (how === 'disconnect') this.process.disconnect();
    else this.process.kill(how);
    await this.#gone();
    return this.process.exitCode;
  }

  async #gone(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
  }
}

/** What it says on standard error when it cannot start, and its exit code. */
export async function failingStart(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawnApi(env);
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

function spawnApi(env: Record<string, string>): ChildProcess {
  const base = { PATH: process.env.PATH ?? '', PORT: '0', PLUMBLINE_LOG_LEVEL: 'fatal' };
  return fork(ENTRY, [], { env: { ...base, ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

async function failed(child: ChildProcess): Promise<never> {
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8');
  });
  await once(child, 'close');
  throw new Error(`the API did not start: ${said}`);
}
