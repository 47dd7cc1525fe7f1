import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import type { GatewayHealth } from './health.ts';
import { HealthServer } from './health-server.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

const elsewhere = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

test.skipIf(elsewhere === undefined)('answers this machine, and nobody beyond it', async () => {
  const port = await freePort();
  const server = await HealthServer.listen(port, () => ({ version: '0' }) as GatewayHealth);
  const here = await fetch(`http://127.0.0.1:${port}/health`);
  expect(await here.json()).toEqual({ status: 'ok', version: '0' });
  await expect(fetch(`http://${elsewhere}:${port}/health`)).rejects.toThrow();
  await server.close();
});
