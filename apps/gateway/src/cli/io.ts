/** Where a command reads and writes: stdout is data, stderr is talk. */
export interface CliIo {
  readonly env: NodeJS.ProcessEnv;
  /** Data. */
  out(text: string): void;
  /** Talk: one line. */
  say(line: string): void;
  /** Talk that is not a whole line: progress that replaces itself on a terminal. */
  talk(text: string): void;
  /** Somebody can be asked. */
  readonly interactive: boolean;
  readonly terminal: boolean;
  readonly colour: boolean;
  readonly columns: number;
  /** Aborted by Ctrl-C, SIGTERM or a parent that went away. */
  readonly stop: AbortSignal;
  /** Makes the process end with this status. */
  exit(code: number): void;
}

export function processIo(stop: AbortSignal): CliIo {
  const { env, stdout, stderr } = process;
  return {
    env,
    out: (text) => void stdout.write(text),
    say: (line) => void stderr.write(`${line}\n`),
    talk: (text) => void stderr.write(text),
    interactive: process.stdin.isTTY === true && stderr.isTTY === true,
    terminal: stdout.isTTY === true,
    colour: stdout.isTTY === true && env.NO_COLOR === undefined && env.TERM !== 'dumb',
    columns: stdout.columns ?? 100,
    stop,
    exit(code) {
      process.exitCode = code;
    },
  };
}

/** With what `--quiet`, `--no-color` and `--no-input` ask for, which every verb takes. */
export function asAsked(io: CliIo, argv: readonly string[]): CliIo {
  const quiet = argv.includes('--quiet') ? { say: () => {}, talk: () => {} } : {};
  return {
    ...io,
    ...quiet,
    colour: io.colour && !argv.includes('--no-color'),
    interactive: io.interactive && !argv.includes('--no-input'),
  };
}
