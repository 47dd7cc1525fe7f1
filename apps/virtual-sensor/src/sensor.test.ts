import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualRadio } from '@plumbline/radio/virtual';
import { findDriver } from '@plumbline/sensor-protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Central } from './testing/central.ts';
import { writeNumberedRecording } from './testing/recording.ts';
import { SensorProcess } from './testing/sensor-process.ts';

const NAME = 'WT901BLE67';
const RATE_HZ = 100;
/** Samples that do not end while a busy machine listens again. */
const LONG = 30_000;
const count = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);

let folder: string;
let socket: string;
let radio: VirtualRadio;
let central: Central;
let sensor: SensorProcess | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-sensor-'));
  socket = join(folder, 'hci');
  radio = new VirtualRadio();
  await radio.listen(socket);
  central = new Central(socket, findDriver('witmotion'), RATE_HZ);
  sensor = null;
});

afterEach(async () => {
  central.stop();
  await sensor?.kill();
  await radio.close();
  await rm(folder, { recursive: true });
});

async function start(...args: string[]): Promise<SensorProcess> {
  sensor = new SensorProcess(['--radio', socket, ...args]);
  await sensor.message('ready');
  return sensor;
}

describe('a recording', () => {
  test('arrives as its counts: every row, once, in order', async () => {
    const path = join(folder, 'numbers.csv');
    const counts = await writeNumberedRecording(path, RATE_HZ, count(150));
    const { message } = await start('--recording', path).then((s) => ({ message: s.message('finished') }));
    await central.listen(NAME);
    await central.rowCount(counts.length);
    expect(central.rows).toEqual(counts);
    expect((await message).samples).toBe(counts.length);
  });

  test('can be played faster, with several frames in a notification', async () => {
    const path = join(folder, 'numbers.csv');
    const counts = await writeNumberedRecording(path, RATE_HZ, count(3000));
    await start('--recording', path, '--speed', '20');
    await central.listen(NAME);
    await central.rowCount(counts.length);
    expect(central.rows).toEqual(counts);
    expect(Math.max(...central.sizes)).toBeGreaterThanOrEqual(80);
  });

  test('with missing rows is silent there and loses none of the others', async () => {
    const path = join(folder, 'numbers.csv');
    const counts = await writeNumberedRecording(path, RATE_HZ, [...count(50), ...count(50, 120)]);
    await start('--recording', path);
    await central.listen(NAME);
    await central.rowCount(counts.length);
    expect(central.rows).toEqual(counts);
  });

  test('goes on while nobody listens, like a sensor that is worn', async () => {
    const path = join(folder, 'numbers.csv');
    const counts = await writeNumberedRecording(path, RATE_HZ, count(LONG));
    await start('--recording', path, '--speed', '10');
    await central.listen(NAME);
    await central.rowCount(200);
    await central.leave();
    const before = central.rows.length;
    await central.listen(NAME);
    await central.rowCount(before + 100);
    const numbers = central.rows.map((row) => row[0]!);
    expect(numbers.slice(0, before)).toEqual(count(before));
    expect(numbers[before]!).toBeGreaterThan(before + 50);
    expect(counts.length).toBeGreaterThan(numbers.length);
  });

  test('stands still while nobody listens when told to wait', async () => {
    const path = join(folder, 'numbers.csv');
    const counts = await writeNumberedRecording(path, RATE_HZ, count(LONG));
    await start('--recording', path, '--speed', '4', '--wait');
    await central.listen(NAME);
    await central.rowCount(200);
    await central.leave();
    const before = central.rows.length;
    await central.listen(NAME);
    await central.rowCount(before + 300);
    const numbers = central.rows.map((row) => row[0]!);
    expect(numbers[before]! - numbers[before - 1]!).toBeLessThan(60);
    expect(numbers.length).toBeLessThanOrEqual(counts.length);
  });
});

describe('a workday', () => {
  test('streams the same counts for the same seed', async () => {
    await start('--workday', '7', '--speed', '5');
    await central.listen(NAME);
    await central.rowCount(400);
    const g = central.rows.map((row) => Math.hypot(row[0]!, row[1]!, row[2]!) / 2048);
    expect(Math.min(...g)).toBeGreaterThan(0.8);
    expect(Math.max(...g)).toBeLessThan(1.2);
  });
});

describe('the process', () => {
  test('has the same address at every start', async () => {
    const first = await start('--workday', '1').then((s) => s.message('ready'));
    await sensor!.kill();
    const second = await start('--workday', '1').then((s) => s.message('ready'));
    expect(second.address).toBe(first.address);
    expect(second.address).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
  });

  test('says good-bye to its central when asked to stop', async () => {
    const process = await start('--workday', '1');
    await central.listen(NAME);
    const gone = once(central.peripheral!, 'disconnect');
    process.child.kill('SIGTERM');
    expect((await gone)[0]).toBe(0x13);
    expect(await process.exit()).toBe(0);
  });

  test('leaves with its parent', async () => {
    const process = await start('--workday', '1');
    process.child.disconnect();
    expect(await process.exit()).toBe(0);
  });

  test('stays linked and silent while it is told to stall', async () => {
    const process = await start('--workday', '1');
    await central.listen(NAME);
    await central.rowCount(20);
    process.child.send({ type: 'stall', seconds: 60 });
    process.child.send({ type: 'stats' });
    await process.message('stats');
    const before = (await process.message('stats')).sent as number;
    process.child.send({ type: 'stats' });
    while (process.messages.filter(({ type }) => type === 'stats').length < 2)
      await once(process.child, 'message');
    expect(process.messages.at(-1)!.sent as number).toBeLessThanOrEqual(before + 1);
    expect(central.peripheral!.state).toBe('connected');
  });

  test.each([
    [['--workday', '1'], '--radio is missing'],
    [['--radio', '/nowhere'], 'give either --recording <file> or --workday <seed>'],
    [['--radio', '/nowhere', '--workday', 'x'], '--workday x is no number'],
    [['--radio', '/nowhere', '--recording', '/no/such.csv'], "file '/no/such.csv' cannot be opened"],
    [['--radio', '/nowhere', '--workday', '1', '--driver', 'nobody'], 'driver "nobody" is unknown'],
  ])('%s ends in one line with the remedy', async (args, line) => {
    sensor = new SensorProcess(args);
    expect(await sensor.exit()).toBe(1);
    expect(sensor.stderr).toContain(line);
    expect(sensor.stderr.trim().split('\n')).toHaveLength(1);
  });
});
