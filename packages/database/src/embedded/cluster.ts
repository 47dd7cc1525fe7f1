import { randomBytes, randomUUID } from 'node:crypto';
import { access, chown, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseFailure, errorCode } from '../failure.ts';
import { type Account, chooseAccount, run } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';

/** The bootstrap superuser of the embedded server and the name of its database. */
export const OWNER = 'plumbline';
const PASSWORD_BYTES = 24;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Where everything of one embedded server lies, and how its programs are run. */
export interface Cluster {
  readonly binaries: Binaries;
  readonly account: Account;
  /** Holds the three below; private to the account. */
  readonly home: string;
  readonly data: string;
  readonly log: string;
  readonly password: string;
}

/**
 * Settings written into the new cluster. Values never reach the log: a failing statement could carry body data,
 * so statements are not logged with errors.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
};

/** Only for data that nobody will miss. */
const THROW_AWAY_SETTINGS: Readonly<Record<string, string>> = {
  // Several files of tests share one.
  max_connections: '200',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '16MB',
  max_wal_size: '64MB',
};

/** Opens the cluster under `<dataDir>/database`, creating it when it is not there yet. */
export async function openCluster(dataDir: string, throwAway: boolean): Promise<Cluster> {
  await requireWritable(dataDir);
  const binaries = await findBinaries();
  const home = join(dataDir, 'database');
  const exists = await isCluster(home);
  const account = await chooseAccount(binaries.initdb, dataDir, exists ? join(home, 'data') : null);
  if (!exists) await createCluster(binaries, account, home, throwAway);
  const password = await readPassword(home);
  return { binaries, account, home, data: join(home, 'data'), log: join(home, 'server.log'), password };
}

async function requireWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DatabaseFailure(
      `The data folder ${folder} cannot be written (${errorCode(error)}).`,
      'Make it writable, or choose another one with --data-dir <folder>.',
      error,
    );
  }
}

async function isCluster(home: string): Promise<boolean> {
  try {
    return (await stat(join(home, 'data', 'PG_VERSION'))).isFile();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw unreadable(home, error);
  }
}

/** Built beside its place and moved there whole: a crash or a second start in between leaves no half cluster. */
async function createCluster(
  binaries: Binaries,
  account: Account,
  home: string,
  throwAway: boolean,
): Promise<void> {
  const draft = `${home}.new-${randomUUID()}`;
  try {
    await preparePrivateFolder(draft, account);
    await initialise(binaries, account, draft, throwAway);
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const lostTheRace = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '');
    if (!(lostTheRace && (await isCluster(home)))) throw error;
  }
}

async function preparePrivateFolder(folder: string, account: Account): Promise<void> {
  const password = join(folder, 'password');
  await mkdir(folder, { mode: PRIVATE_FOLDER });
  const secret = randomBytes(PASSWORD_BYTES).toString('base64url');
  await writeFile(password, secret, { mode: PRIVATE_FILE, flag: 'wx' });
  if (account.owner === null) return;
  await chown(password, account.owner.uid, account.owner.gid);
  await chown(folder, account.owner.uid, account.owner.gid);
}

async function initialise(
  binaries: Binaries,
  account: Account,
  folder: string,
  throwAway: boolean,
): Promise<void> {
  const settings = throwAway ? { ...SETTINGS, ...THROW_AWAY_SETTINGS } : SETTINGS;
  const outcome = await run(account, binaries.initdb, [
    ...['--pgdata', join(folder, 'data'), '--username', OWNER, '--pwfile', join(folder, 'password')],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale', '--no-instructions'],
    ...(throwAway ? ['--no-sync'] : []),
    ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  ]);
  if (outcome.code === 0) return;
  throw new DatabaseFailure(
    `The database could not be created in ${folder} (run as ${account.name}): ${lastLine(outcome.output)}`,
    'Check the space and the rights of that folder, or choose another one with --data-dir <folder>.',
  );
}

async function readPassword(home: string): Promise<string> {
  try {
    return await readFile(join(home, 'password'), 'utf8');
  } catch (error) {
    throw unreadable(home, error);
  }
}

function unreadable(home: string, error: unknown): DatabaseFailure {
  return new DatabaseFailure(
    `The database in ${home} cannot be read (${errorCode(error)}).`,
    'Start as the user who created it, or choose another folder with --data-dir <folder>.',
    error,
  );
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
