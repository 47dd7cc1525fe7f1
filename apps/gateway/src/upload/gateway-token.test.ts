import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayToken } from './gateway-token.ts';

let folder: string;
let server: Server;
let asked: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-token-'));
  asked = [];
  server = createServer(async (request, response) => {
    const body = (await json(request)) as { code: string };
    asked.push([request.url, body]);
    const right = body.code === 'ABCD';
    response.writeHead(right ? 201 : 403, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(right ? { secret: 'plg_secret', expiresUs: 1 } : { detail: 'The code is not right.' }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function token(pairingCode: string | null): GatewayToken {
  const apiUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ingest`;
  return new GatewayToken({ file: join(folder, 'token'), apiUrl, name: 'at home', pairingCode });
}

test('without a token and a code nothing is shown', async () => {
  expect(await token(null).headers()).toEqual({});
});

test('a code becomes a token once, which only its owner can read', async () => {
  const shown = { authorization: 'Bearer plg_secret' };
  expect(await token('ABCD').headers()).toEqual(shown);
  expect(await token('ABCD').headers()).toEqual(shown);
  expect(asked).toEqual([['/v1/pair', { code: 'ABCD', name: 'at home' }]]);
  expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
});

test('a token that was put there is used as it is', async () => {
  writeFileSync(join(folder, 'token'), 'plg_other\n');
  expect(await token('ABCD').headers()).toEqual({ authorization: 'Bearer plg_other' });
});

test('a token that cannot be read is told, and the code is not used up for another', async () => {
  mkdirSync(join(folder, 'token'));
  await expect(token('ABCD').headers()).rejects.toThrow('cannot be read');
  expect(asked).toEqual([]);
});

test('a code that is refused says why', async () => {
  await expect(token('WRONG').headers()).rejects.toThrow('the pairing was refused: The code is not right.');
});
