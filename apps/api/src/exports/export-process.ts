import { writeBundle } from '@plumbline/formats';
import { DatabaseUnavailable } from '../database/database.ts';
import { PeopleDatabase } from '../database/people-database.ts';
import { ExportReader } from './export-reader.ts';
import { ExportRows, NotAllowed } from './export-rows.ts';
import type { ExportMessage, ExportTask, GaveUp } from './export-task.ts';

/**
 * One export as a process of its own: hours of samples are packed without keeping the API from those who are live, and
 * what it needs of memory is gone when it ends. Nothing in it knows the framework: it starts in a blink.
 */

const SAY_INTERVAL_MS = 500;

/** Resolves once it is on its way. */
function say(message: ExportMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

async function run({ databaseUrl, source, facts, path }: ExportTask): Promise<void> {
  const people = new PeopleDatabase(databaseUrl);
  let rows = 0;
  const onRows = (n: number): void => {
    rows += n;
  };
  const saying = setInterval(() => void say({ type: 'rows', rows }), SAY_INTERVAL_MS);
  try {
    const reader = new ExportReader(new ExportRows(people), source);
    const { files } = await writeBundle(path, facts, reader.tables(), { onRows });
    await say({ type: 'done', files });
  } catch (error) {
    await say({ type: 'gave up', why: whyOf(error), message: (error as Error).message });
  } finally {
    clearInterval(saying);
    await people.close();
  }
}

function whyOf(error: unknown): GaveUp {
  if (error instanceof NotAllowed) return 'refused';
  if (error instanceof DatabaseUnavailable) return 'unavailable';
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk full' : 'error';
}

// Whoever wanted it is gone.
process.once('disconnect', () => process.exit());
// The parent decides: Ctrl-C at a terminal reaches both.
process.on('SIGINT', () => {});
process.once('message', (task: ExportTask) => {
  void run(task).then(() => process.disconnect?.());
});
