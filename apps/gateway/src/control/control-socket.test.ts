import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askControl, ControlSocket } from './control-socket.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-control-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the folder has one gateway at a time; a second one is told which', async () => {
  const first = await ControlSocket.listen(folder, () => ({ pid: 4711 }));
  await expect(ControlSocket.listen(folder, () => ({}))).rejects.toThrow(
    'another gateway (process 4711) works in',
  );
  expect(await askControl(folder)).toEqual({ pid: 4711 });
  await first.close();
  expect(await askControl(folder)).toBeNull();
  await (await ControlSocket.listen(folder, () => ({}))).close();
});

test.skipIf(process.platform === 'win32')('a gateway that does not answer holds its folder too', async () => {
  const busy = createServer().listen(join(folder, 'gateway.sock'));
  await once(busy, 'listening');
  await expect(ControlSocket.listen(folder, () => ({}))).rejects.toThrow('which does not answer');
  await new Promise((closed) => busy.close(closed));
});

test.skipIf(process.platform === 'win32')('a folder that it makes is for its owner alone', async () => {
  const own = join(folder, 'own');
  const control = await ControlSocket.listen(own, () => ({}));
  expect(statSync(own).mode & 0o777).toBe(0o700);
  await control.close();
});

test('what a crash left behind is no gateway', async () => {
  writeFileSync(join(folder, 'gateway.sock'), '');
  expect(await askControl(folder)).toBeNull();
  await (await ControlSocket.listen(folder, () => ({}))).close();
});

test('works in folders whose path is too long for a socket', async () => {
  const deep = join(folder, 'a'.repeat(120));
  const control = await ControlSocket.listen(deep, () => ({ pid: 1 }));
  expect(await askControl(deep)).toEqual({ pid: 1 });
  await control.close();
});
