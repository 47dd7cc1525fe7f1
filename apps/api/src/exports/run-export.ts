import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import type { BundleFile } from '@plumbline/formats';
import type { ExportMessage, ExportTask, GaveUp } from './export-task.ts';

/** Compiled beside the compiled one, source beside the source. */
const PROCESS = new URL(`./export-process${extname(import.meta.url)}`, import.meta.url);
/** What it holds is small and the same for a day and for a year: more would be a fault. */
const HEAP_MB = 160;
/** Little garbage at a time: the default lets a busy process grow by dozens of megabytes. */
const YOUNG_MB = 4;

/** An export ended without its files. */
export class ExportGaveUp extends Error {
  override readonly name = 'ExportGaveUp';
  readonly why: GaveUp;

  constructor(why: GaveUp, message: string) {
    super(message);
    this.why = why;
  }
}

/** Makes the files in a process of its own. Throws an ExportGaveUp; once `stop` is aborted nothing is written any more. */
export async function runExport(
  task: ExportTask,
  onRows: (rows: number) => void,
  stop: AbortSignal,
): Promise<readonly BundleFile[]> {
  stop.throwIfAborted();
  const execArgv = [`--max-old-space-size=${HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`];
  const child = fork(PROCESS, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const kill = (): void => void child.kill('SIGKILL');
  stop.addEventListener('abort', kill, { once: true });
  let last: ExportMessage | null = null;
  child.on('message', (message: ExportMessage) => {
    last = message;
    if (message.type === 'rows') onRows(message.rows);
  });
  child.send(task);
  // What it said last may come after it has ended.
  const heard = once(child, 'disconnect');
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  await heard;
  stop.removeEventListener('abort', kill);
  stop.throwIfAborted();
  return filesOf(last, `the process ended with ${signal ?? code}`);
}

function filesOf(last: ExportMessage | null, otherwise: string): readonly BundleFile[] {
  if (last?.type === 'done') return last.files;
  if (last?.type === 'gave up') throw new ExportGaveUp(last.why, last.message);
  throw new ExportGaveUp('error', otherwise);
}
