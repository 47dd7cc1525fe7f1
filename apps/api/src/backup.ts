import { stat } from 'node:fs/promises';
import { backUp, reportBackup, restore } from '@plumbline/database';
import { readConfig } from './process/config.ts';
import { failureText } from './process/failure.ts';

const FAILED = 1;
const WRONG_USE = 2;
const COMMANDS = { backup, restore } as const;

/** The system page tells when it was. */
async function backup(url: string, file: string): Promise<number> {
  const rows = await backUp(url, file);
  await reportBackup(url, { rows, bytes: (await stat(file)).size });
  return rows;
}

/** `node apps/api/dist/backup.js backup|restore <file>`: the whole database of DATABASE_URL to a file, and back. */
async function main([name, file]: readonly string[]): Promise<void> {
  if ((name !== 'backup' && name !== 'restore') || file === undefined) {
    process.stderr.write('Say what to do and with which file: backup <file> or restore <file>\n');
    process.exit(WRONG_USE);
  }
  const rows = await COMMANDS[name](readConfig(process.env).databaseUrl, file);
  process.stdout.write(`${name}: ${rows} rows, ${file}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
});
