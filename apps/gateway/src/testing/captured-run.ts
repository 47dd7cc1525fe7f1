import type { CliIo } from '../cli/io.ts';
import { runCommand } from '../cli/program.ts';

export interface CapturedRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal that nobody looks at: what was said and how it ended is kept. */
export class CapturedIo implements CliIo {
  readonly env: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  readonly interactive = false;
  readonly terminal = false;
  readonly colour = false;
  readonly columns = 100;
  #code = 0;
  #out = '';
  #err = '';

  constructor(env: NodeJS.ProcessEnv = {}, stop: AbortSignal = new AbortController().signal) {
    this.env = env;
    this.stop = stop;
  }

  readonly out = (text: string): void => {
    this.#out += text;
  };

  readonly say = (line: string): void => {
    this.#err += `${line}\n`;
  };

  readonly talk = (): void => {};

  readonly exit = (code: number): void => {
    this.#code = code;
  };

  ended(code: number): CapturedRun {
    return { code: code || this.#code, out: this.#out, err: this.#err };
  }
}

/** A command line as somebody types it, run to its end. */
export async function runCaptured(argv: readonly string[], io = new CapturedIo()): Promise<CapturedRun> {
  return io.ended(await runCommand(argv, io));
}
