import { Composition, type Listener } from './compose.ts';
import { removeDemo } from './demo-folder.ts';
import { filledWords } from './demo-words.ts';
import { messageOf, StartFailure } from './failure.ts';
import { parseOptions } from './options.ts';

const FACT_COLUMN = 10;
const INTERRUPTED = 130;

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A parent that listens (a test) hears the same as the person at the terminal. */
const announce = (message: Record<string, unknown>): void => {
  if (process.connected) process.send?.(message);
};

const listener: Listener = {
  fact: (what, state) => write(`  ${what.padEnd(FACT_COLUMN)}${state}`),
  say: (line) => {
    write(line);
    announce({ type: 'said', line });
  },
  finished: (samples) => {
    write(
      `The recording is played: ${samples.toLocaleString('en')} samples. What was measured stays; Ctrl-C ends.`,
    );
    announce({ type: 'finished', samples });
  },
  filled: (days, left) => {
    const line = filledWords(days, left);
    if (line !== null) write(line);
    announce({ type: 'filled', days, left });
  },
  failed: (failure) => void end(failure),
};

const options = parseOptions(process.argv.slice(2), process.env);
const composition = new Composition(options, listener);

async function end(error: unknown): Promise<never> {
  await composition.stop();
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

/** One line for what we know how to explain; the whole story for what is our own mistake. */
function explain(error: unknown): string {
  if (error instanceof StartFailure) return error.message.trim();
  const remedy = (error as { remedy?: unknown }).remedy;
  if (typeof remedy === 'string') return `${messageOf(error)} ${remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

let stopping: Promise<void> | null = null;

/** Ctrl-C arrives twice under a package manager: from the terminal and forwarded. */
function stop(): void {
  stopping ??= stopNow();
}

async function stopNow(): Promise<void> {
  write('Stopping: what was measured is being stored.');
  await composition.stop();
  write('Stopped.');
  process.exit(0);
}

function answer(message: unknown): void {
  const { type, order } = message as { type: string; order?: Record<string, unknown> };
  if (type === 'pids') announce({ type: 'pids', ...composition.pids() });
  if (type === 'sensor' && order !== undefined) composition.tellSensor(order);
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('message', answer);
process.on('disconnect', stop);

async function main(): Promise<void> {
  if (options.demoRemove) {
    write(await removeDemo(options.dataDir));
    process.exit(0);
  }
  write('Plumbline is starting.');
  await composition.start();
  write(`\nOpen ${composition.url}\nCtrl-C stops everything and keeps what was measured.\n`);
  announce({ type: 'ready', url: composition.url, databaseUrl: composition.databaseUrl });
}

main().catch((error: unknown) => (stopping === null ? end(error) : process.exit(INTERRUPTED)));
