import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCapture, type RawCaptureHeader, RawCaptureWriter } from './raw-capture.ts';

const header: RawCaptureHeader = {
  format: 'plraw',
  version: 1,
  driver: 'witmotion',
  options: {},
  rateHz: 100,
  sensor: { id: 'c0de00000001', name: 'WT901BLE67' },
  anchor: { monotonicNs: '9007199254740993', utcUs: 1_795_000_000_000_000.5 },
  software: 'plumbline test',
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-capture-'));
  path = join(folder, 'walk.plraw');
  writeFileSync(path, '');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(of = header): void {
  const writer = new RawCaptureWriter(of, (text) => appendFileSync(path, text));
  writer.recording(true);
  writer.notification('ffe4', Uint8Array.of(0x55, 0x61, 0xff), 9_007_199_254_740_995n);
}

async function readAll(): Promise<unknown[]> {
  const { records } = await openCapture(path);
  const all: unknown[] = [];
  for await (const record of records) all.push(record);
  return all;
}

test('comes back exactly: header, marks, bytes and stamps beyond what a double holds', async () => {
  write();
  expect((await openCapture(path)).header).toEqual(header);
  expect(await readAll()).toEqual([
    { recording: true },
    { rxNs: 9_007_199_254_740_995n, characteristic: 'ffe4', bytes: Uint8Array.of(0x55, 0x61, 0xff) },
  ]);
});

test('a sensor may call itself by characters that end a line elsewhere', async () => {
  const odd = { ...header, sensor: { ...header.sensor, name: 'a\u2028b\u2029\u0085c\r\n' } };
  write(odd);
  expect((await openCapture(path)).header).toEqual(odd);
  expect(await readAll()).toHaveLength(2);
});

test('a line torn by a crash ends the capture; damage before it is told with its line', async () => {
  write();
  appendFileSync(path, '{"hostRxNs":"90071992');
  expect(await readAll()).toHaveLength(2);
  appendFileSync(path, '\n{"recording":false}\n');
  await expect(readAll()).rejects.toThrow(/walk.plraw, line 4: it is no record/);
});

test('what is no capture is refused by name', async () => {
  await expect(openCapture(path)).rejects.toThrow('line 1: the file is empty');
  writeFileSync(path, 't_us,acc_x\n');
  await expect(openCapture(path)).rejects.toThrow('it is no header of a capture, version 1');
});
