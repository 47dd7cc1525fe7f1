import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { DatabaseFailure } from '../failure.ts';

/**
 * How a program of PostgreSQL is started. PostgreSQL refuses to run as root, so root hands over to another
 * account, or looks like one from inside a user namespace.
 */
export interface Account {
  /** For messages. */
  readonly name: string;
  /** Who must own the data; null: whoever creates them. */
  readonly owner: Owner | null;
  /** Put before the program. */
  readonly prefix: readonly string[];
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

const NOBODY: Owner = { uid: 65_534, gid: 65_534 };
const ROOT = 0;

const AS_IS: Account = { name: 'this user', owner: null, prefix: [] };

/** util-linux: root outside is nobody inside; files stay root's, every path stays reachable. */
const USER_NAMESPACE: Account = {
  name: 'a user namespace',
  owner: null,
  prefix: ['unshare', '--user', `--map-user=${NOBODY.uid}`, `--map-group=${NOBODY.gid}`],
};

/** Runs a program to its end. Its output never holds more than what PostgreSQL's tools say. */
export function run(account: Account, program: string, args: readonly string[]): Promise<Outcome> {
  const [file, ...rest] = [...account.prefix, program, ...args];
  return new Promise((resolve) => {
    const child = spawn(file!, rest, {
      ...account.owner,
      cwd: '/',
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (bytes: Buffer): void => {
      output += bytes.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, output: output.trim() }));
  });
}

/** libpq's and the server's own variables (PGDATA, PGPORT, ...) would change what the tools do. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/**
 * The account for programs that must reach `initdb` and `folder`. `cluster` is an existing data directory,
 * which only its owner may use.
 */
export async function chooseAccount(
  initdb: string,
  folder: string,
  cluster: string | null,
): Promise<Account> {
  if (process.getuid?.() !== ROOT) return AS_IS;
  const candidates = cluster === null ? await newClusterAccounts() : [await ownerOf(cluster)];
  for (const account of candidates) {
    if (await reaches(account, initdb, folder)) return account;
  }
  throw new DatabaseFailure(
    `PostgreSQL does not run as root, and no other account can reach ${initdb} and ${folder}.`,
    'Start as an ordinary user, or keep the project and its data in a folder that others may enter (chmod o+x on it and its parents), or give a server: DATABASE_URL=postgres://user:password@host/database',
  );
}

async function newClusterAccounts(): Promise<Account[]> {
  const named = await Promise.all(['postgres', 'nobody'].map(accountNamed));
  const known = named.filter((account) => account !== null);
  return [...known, { name: 'nobody', owner: NOBODY, prefix: [] }, USER_NAMESPACE];
}

async function ownerOf(cluster: string): Promise<Account> {
  const { uid, gid } = await stat(cluster);
  return uid === ROOT ? USER_NAMESPACE : { name: `user ${uid}`, owner: { uid, gid }, prefix: [] };
}

async function accountNamed(name: string): Promise<Account | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':');
  if (fields === undefined) return null;
  return { name, owner: { uid: Number(fields[2]), gid: Number(fields[3]) }, prefix: [] };
}

async function reaches(account: Account, initdb: string, folder: string): Promise<boolean> {
  const script = 'cd "$1" && exec "$2" --version';
  return (await run(account, '/bin/sh', ['-c', script, 'sh', folder, initdb])).code === 0;
}
