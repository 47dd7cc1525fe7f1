import { stat } from 'node:fs/promises';
import { refuseOldNode } from '@plumbline/core/node-version';
import { failureText } from './process/failure.ts';

const FAILED = 1;
const WRONG_USE = 2;

/** The system page tells when it was. */
async function backup(url: string, file: string): Promise<number> {
  const { backUp, reportBackup } = await import('@plumbline/database');
  const rows = await backUp(url, file);
  await reportBackup(url, { rows, bytes: (await stat(file)).size });
  return rows;
}

/** `node apps/api/dist/backup.js backup|restore <file>`: the whole database of DATABASE_URL to a file, and back. */
async function main([name, file]: readonly string[]): Promise<void> {
  refuseOldNode(process);
  if ((name !== 'backup' && name !== 'restore') || file === undefined) {
    process.stderr.write('Say what to do and with which file: backup <file> or restore <file>\n');
    process.exit(WRONG_USE);
  }
  const { restore } = await import('@plumbline/database');
  const { readConfig } = await import('./process/config.ts');
  const work = { backup, restore }[name];
  const rows = await work(readConfig(process.env).databaseUrl, file);
  process.stdout.write(`${name}: ${rows} rows, ${file}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
});
