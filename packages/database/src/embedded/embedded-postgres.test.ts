import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, test as base, beforeEach, describe, expect } from 'vitest';
import { connect } from '../connect.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const WALK_THROUGH = 0o711;
/** The machine may be busy. */
const RESTARTED_MS = 120_000;
/** Not in a clone that only its owner may enter. */
const NOBODY_READS = IS_ROOT && spawnSync('test', ['-r', import.meta.filename], NOBODY).status === 0;
const test = base.skipIf(process.platform !== 'linux');

let folder: string;
const started: EmbeddedPostgres[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-launcher-'));
  await chmod(folder, WALK_THROUGH);
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir: string = folder, say?: (line: string) => void): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start(say ? { dataDir, say } : { dataDir });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = await connect(url);
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<void> {
  while (await readFile(`/proc/${pid}/stat`).catch(() => null)) await sleep(10);
}

/** The launcher in a process of its own, which prints the server's process id. */
async function launchElsewhere(): Promise<{ launcher: ChildProcess; pid: number }> {
  const module = pathToFileURL(join(import.meta.dirname, 'embedded-postgres.ts')).href;
  const script = `const { EmbeddedPostgres } = await import(${JSON.stringify(module)});
    console.log((await EmbeddedPostgres.start({ dataDir: ${JSON.stringify(folder)} })).pid)`;
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = await once(launcher.stdout, 'data');
  return { launcher, pid: Number(pid) };
}

describe('the embedded server', () => {
  test('keeps what was stored over a stop and a start, and its password private', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select answer from kept')).toEqual([[42]]);
    expect((await stat(join(folder, 'database', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'database'))).mode & 0o777).toBe(0o700);
  });

  test('listens on loopback alone, without a socket file, and wants the password', async () => {
    const { url } = await start();
    expect(await query(url, 'show listen_addresses')).toEqual([['127.0.0.1']]);
    expect(await query(url, 'show unix_socket_directories')).toEqual([['']]);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(connect(wrong.href)).rejects.toThrow('password authentication failed');
  });

  test('runs in a session of its own, out of reach of Ctrl-C at the terminal', async () => {
    const { pid } = await start();
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
    expect(Number(fields[3])).toBe(pid);
  });

  test('is adopted when its launcher was killed', async () => {
    const { launcher, pid } = await launchElsewhere();
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    const server = await start();
    expect(server.adopted).toBe(true);
    expect(server.pid).toBe(pid);
    await server.stop();
    await gone(pid);
  });

  test('has one launcher at a time', async () => {
    const { launcher, pid } = await launchElsewhere();
    await expect(start()).rejects.toThrow(`already uses the database in ${join(folder, 'database')}`);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    expect((await start()).pid).toBe(pid);
  });

  test('comes back at the same address after kill -9, with everything that was committed', async () => {
    const said: string[] = [];
    const server = await start(folder, (line) => said.push(line));
    const { url, pid } = server;
    await query(url, 'create table acknowledged (n int)');
    for (let n = 0; n < 3; n++) {
      await query(url, `insert into acknowledged values (${n})`);
      const before = server.pid;
      process.kill(before, 'SIGKILL');
      await expect.poll(() => server.pid, { timeout: RESTARTED_MS }).not.toBe(before);
      expect(await query(url, 'select count(*)::int from acknowledged')).toEqual([[n + 1]]);
    }
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
    expect(said).toContain('The database is back.');
  });

  test('starts after a crash that left the process id of a stranger behind', async () => {
    const first = await start();
    const { pid } = first;
    await query(first.url, 'create table kept ()');
    const pidFile = join(folder, 'database', 'data', 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await first.stop();
    await gone(pid);
    await writeFile(pidFile, text.replace(String(pid), String(process.pid)));
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select count(*)::int from kept')).toEqual([[0]]);
  });

  test('is created once by two starts at the same moment', async () => {
    const results = await Promise.allSettled([start(), start()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await query(started[0]!.url, 'select 1')).toEqual([[1]]);
    expect(await readdir(folder)).toEqual(['database']);
  });

  test('leaves nothing behind when it was only for a test', async () => {
    const server = await EmbeddedPostgres.startThrowAway();
    expect(await query(server.url, 'show fsync')).toEqual([['off']]);
    await server.stop();
    await expect(connect(server.url, 0)).rejects.toThrow('cannot be reached');
  });
});

describe('what stands in the way', () => {
  test('a data folder that is a file is named, with the remedy', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(start(file)).rejects.toMatchObject({
      message: `The data folder ${file} cannot be written (EEXIST).`,
      remedy: expect.stringContaining('--data-dir'),
    });
  });

  base.skipIf(!IS_ROOT)('a folder closed to every other account is no hindrance for root', async () => {
    await chmod(folder, 0o700);
    const server = await start(join(folder, 'inside'));
    expect(await query(server.url, 'select 1')).toEqual([[1]]);
    await server.stop();
    // The files belong to root; they are opened the same way again.
    expect(await query((await start(join(folder, 'inside'))).url, 'select 1')).toEqual([[1]]);
  });

  base.skipIf(!NOBODY_READS)('an ordinary user needs no other account', async () => {
    const own = join(folder, 'own');
    await mkdir(own);
    const module = pathToFileURL(join(import.meta.dirname, 'embedded-postgres.ts')).href;
    const script = `const { EmbeddedPostgres } = await import(${JSON.stringify(module)});
      const server = await EmbeddedPostgres.start({ dataDir: ${JSON.stringify(own)} });
      await server.stop(); console.log('stopped as', process.getuid())`;
    await chown(own, NOBODY.uid, NOBODY.gid);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      ...NOBODY,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    expect(String(line).trim()).toBe('stopped as 65534');
  });
});
