import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
