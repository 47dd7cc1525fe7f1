import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

const STUDY = '6f1c9a52-7d3e-4b8a-9c10-2e5d7f604b13';

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-export-'));
  server = createServer((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"detail":"Not yours."}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

function run(words: string): Promise<CapturedRun> {
  const { port } = server.address() as AddressInfo;
  const env = { INIT_CWD: folder, PLUMBLINE_API: `ws://127.0.0.1:${port}/v1/ingest`, PLUMBLINE_TOKEN: 'x' };
  return runCaptured(['export', ...words.split(' ')], new CapturedIo(env));
}

describe('an export of which nothing comes', () => {
  test.each([
    ['the API refuses it', '--out years/november', 4],
    ['nobody answers', '--out years/november --api http://127.0.0.1:1', 1],
    ['no token can be read', '--out years/november --token-file none', 2],
    ['a study lacks its participant', `--out years/november --study ${STUDY}`, 2],
  ])('leaves no folder where %s', async (_, words, code) => {
    expect((await run(words)).code).toBe(code);
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves a folder that was there', async () => {
    await mkdir(join(folder, 'november'));
    expect((await run('--out november')).code).toBe(4);
    expect(await readdir(folder)).toEqual(['november']);
  });
});
