import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../harness/api-process.ts';

const PLUMBLINE = fileURLToPath(import.meta.resolve('@plumbline/gateway/main'));
const RATE_HZ = 50;
const ROWS = 3_000;
const START_US = 1_794_900_000_000_000;
const LONG_AGO_S = 1_000_000;

let api: ApiProcess;
const inFolder = (...names: readonly string[]): string => join(api.folder, ...names);

beforeAll(async () => {
  api = await startApiProcess();
  await writeFile(inFolder('walk.csv'), recording());
});
afterAll(() => api?.[Symbol.asyncDispose]());

/** Eighths, so that decimals, single and double precision say the same. */
const value = (i: number, axis: number): number => ((i * 7 + axis * 3) % 160) / 8 - 10;

function recording(): string {
  const rows = Array.from({ length: ROWS }, (_, i) => [
    START_US + (i * 1e6) / RATE_HZ,
    ...[0, 1, 2].map((axis) => value(i, axis)),
  ]);
  return `t_us,acc_x,acc_y,acc_z\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function plumbline(...args: readonly string[]): Promise<Run> {
  const env = {
    ...process.env,
    ...{ PLUMBLINE_API: api.url, INIT_CWD: api.folder, PLUMBLINE_DATA_DIR: inFolder('gateway') },
  };
  const child = fork(PLUMBLINE, [...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr?.on('data', (data) => {
    err += data;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

describe('plumbline import', () => {
  test('stores a recording once, and tells what became of it', async () => {
    const first = await plumbline('import', 'walk.csv', '--axes', 'up,right,forward');
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^walk.csv: 3000 samples imported, 0 missing/),
    });
    const again = JSON.parse((await plumbline('import', 'walk.csv', '--json')).out);
    expect(again).toMatchObject([{ state: 'done', result: { samples: ROWS, repeated: true } }]);
  });

  test('names the lines that it left out, with what to do', async () => {
    const lines = recording().split('\n');
    lines[4] = '12,13';
    await writeFile(inFolder('torn.csv'), lines.join('\n'));
    const { code, out, err } = await plumbline('import', 'torn.csv');
    expect([code, out]).toEqual([0, expect.stringContaining('2999 samples imported, 1 missing')]);
    expect(err).toContain("line 5: row '12,13' has 2 fields, the header has 4: write every column");
    const nowhere = await plumbline('import', 'nowhere.csv');
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('ENOENT') });
  });
});

describe('plumbline export', () => {
  const ARGS = ['export', '--out', 'taken', '--tables', 'samples,bouts', '--format', 'csv'];

  test('brings a folder whose manifest it vouches for', async () => {
    const { code, out, err } = await plumbline(...ARGS);
    expect([code, err]).toEqual([0, expect.stringMatching(/about [\d,]+ rows, .* to make/)]);
    const manifest = await readFile(inFolder('taken', 'manifest.json'));
    expect(out).toBe(`${sha256(manifest)}  taken/manifest.json\n`);
    const { files } = JSON.parse(manifest.toString('utf8')) as { files: { name: string; sha256: string }[] };
    for (const file of files) expect(sha256(await readFile(inFolder('taken', file.name)))).toBe(file.sha256);
    expect(await readdir(inFolder('taken'))).toHaveLength(files.length + 1);
    const samples = files.find(({ name }) => name.startsWith('samples'))!;
    expect(sumOfFirstAxis(await readFile(inFolder('taken', samples.name), 'utf8'))).toBe(
      Array.from({ length: ROWS }, (_, i) => value(i, 0)).reduce((sum, x) => sum + x, 0),
    );
  });

  test('again fetches only what is missing or not right', async () => {
    const names = await readdir(inFolder('taken'));
    const broken = names.find((name) => name.startsWith('samples'))!;
    for (const name of names) await utimes(inFolder('taken', name), LONG_AGO_S, LONG_AGO_S);
    await truncate(inFolder('taken', broken), 100);
    expect((await plumbline(...ARGS)).code).toBe(0);
    const touched = await Promise.all(
      names.map(async (name) =>
        (await stat(inFolder('taken', name))).mtimeMs / 1000 > LONG_AGO_S ? [name] : [],
      ),
    );
    expect(touched.flat()).toEqual([broken]);
  });

  test.each([
    [['--tables', 'nothing'], 2, /"nothing" is no table: give some of samples/],
    [['--study', '6f1c9a52-7d3e-4b8a-9c10-2e5d7f604b13'], 2, /--participant is missing/],
  ])('with %j says in one line what is wrong', async (args, code, words) => {
    expect(await plumbline('export', '--out', 'x', ...args)).toMatchObject({
      code,
      err: expect.stringMatching(words),
    });
  });

  test('says that nobody answers, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const silent = `http://127.0.0.1:${port}`;
    expect(await plumbline('export', '--out', 'x', '--api', silent)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`the API at ${silent}/ does not answer (ECONNREFUSED): start it`),
    });
  });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function sumOfFirstAxis(csv: string): number {
  const lines = csv.trim().split('\n').slice(1);
  return lines.reduce((sum, line) => sum + Number(line.split(',')[1]), 0);
}
