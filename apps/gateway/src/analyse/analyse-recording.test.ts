import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAxes } from '@plumbline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnalyseOptions } from './analyse-options.ts';
import { analyseRecording } from './analyse-recording.ts';
import { SHIPPED_PARAMETERS, withParameter } from './parameters.ts';

const RATE_HZ = 50;
const G = 9.80665;
const FILES = ['bouts.csv', 'load.csv', 'orientation.csv', 'posture.csv', 'rotation.csv', 'summary.json'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-analyse-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Upright (x up) with a little sway, walking between 10 s and 40 s; one row per sample. */
function rowsOf(seconds: number): string[] {
  const rows = ['t_us,acc_x,acc_y,acc_z'];
  for (let i = 0; i < seconds * RATE_HZ; i++) {
    const t = i / RATE_HZ;
    const bounce = t >= 10 && t < 40 ? 2.5 * Math.sin(4 * Math.PI * t) : 0;
    const sway = 0.2 * Math.sin(2.1 * t) + 0.1 * Math.sin(23 * t);
    const forward = -0.3 + 0.2 * Math.sin(1.3 * t);
    const tUs = 1_700_000_000_000_000 + i * 20_000;
    rows.push(`${tUs},${(G + bounce + sway).toFixed(4)},0.1,${forward.toFixed(4)}`);
  }
  return rows;
}

/** A row with its time and its acceleration times something. */
function scaled(row: string, time: number, acc: number): string {
  const [tUs, ...rest] = row.split(',').map(Number);
  return [Math.round(tUs! * time), ...rest.map((value) => value * acc)].join(',');
}

async function analyse(rows: readonly string[], more: Partial<AnalyseOptions> = {}) {
  const recordingPath = join(folder, 'walk.csv.gz');
  await writeFile(recordingPath, gzipSync(`${rows.join('\n')}\n`));
  const outDir = join(folder, 'out');
  const axes = parseAxes('up,right,forward');
  const result = await analyseRecording({
    recordingPath,
    outDir,
    axes,
    useMag: false,
    fixedLagS: null,
    flexionRangeDeg: null,
    parameters: SHIPPED_PARAMETERS,
    timeZone: 'Europe/Berlin',
    plot: false,
    ...more,
  });
  return { result, outDir };
}

async function lines(outDir: string, name: string): Promise<string[]> {
  return (await readFile(join(outDir, name), 'utf8')).trimEnd().split('\n');
}

describe('an analysis', () => {
  it('writes exactly the contract files', async () => {
    const { outDir } = await analyse(rowsOf(60));
    expect((await readdir(outDir)).sort()).toEqual(FILES);
    expect(await lines(outDir, 'orientation.csv')).toHaveLength(1 + 60 * RATE_HZ);
    const posture = await lines(outDir, 'posture.csv');
    expect(posture).toHaveLength(61);
    expect(posture[0]).toBe('t_us,state,probability');
    const bouts = (await lines(outDir, 'bouts.csv')).slice(1).map((line) => line.split(',')[2]);
    expect(bouts).toEqual(['standing', 'walking', 'standing']);
  });

  it('says in the summary what it rests on, and what is not available and why', async () => {
    const { outDir } = await analyse(rowsOf(60));
    const summary = JSON.parse(await readFile(join(outDir, 'summary.json'), 'utf8'));
    expect(summary).toMatchObject({
      recording: { samples: 3000, rateHz: RATE_HZ, hasGyro: false },
      axes: ['up', 'right', 'forward'],
      mounting: { reference: 'walking', forward: 'axes' },
    });
    for (const measure of summary.measures) {
      expect(measure).toMatchObject({ unit: expect.any(String), algorithm: expect.stringContaining('@') });
      expect(measure.parameterHash).toMatch(/^[0-9a-f]{16}$/);
      if (measure.value === null) expect(measure.reason).toEqual(expect.any(String));
    }
    const rotation = summary.measures.find((m: { id: string }) => m.id.startsWith('rotation'));
    expect(rotation).toMatchObject({ value: null, reason: expect.stringContaining('gyroscope') });
  });

  it('gives the same bytes again', async () => {
    const first = await analyse(rowsOf(60));
    const before = await Promise.all(FILES.map((name) => readFile(join(first.outDir, name))));
    const second = await analyse(rowsOf(60));
    const after = await Promise.all(FILES.map((name) => readFile(join(second.outDir, name))));
    expect(after).toEqual(before);
  });

  it('adds the smoothed orientation on request, one row per sample', async () => {
    const { outDir } = await analyse(rowsOf(60), { fixedLagS: 5 });
    expect((await readdir(outDir)).sort()).toEqual([...FILES, 'orientation-smoothed.csv'].sort());
    expect(await lines(outDir, 'orientation-smoothed.csv')).toHaveLength(1 + 60 * RATE_HZ);
  });

  it('goes on over rows out of order and says how many', async () => {
    const rows = rowsOf(60);
    [rows[100], rows[101]] = [rows[101]!, rows[100]!];
    const { result } = await analyse(rows);
    expect(result.facts).toMatchObject({ samples: 3000, ignoredSamples: 1 });
    expect(result.warnings[0]).toContain('(line 102): sort the rows by t_us');
  });

  it('goes on after a stamp that is hours ahead, without that row, and says which it is', async () => {
    const rows = rowsOf(60);
    const whole = await analyse(rows);
    const posture = await lines(whole.outDir, 'posture.csv');
    const wild = rows.with(1000, scaled(rows[1000]!, 1 + 1e-5, 1));
    const { result, outDir } = await analyse(wild);
    expect(result.warnings[0]).toMatch(/^1 row is out of the order of time and left out \(line 1001\)/);
    expect(result.facts).toEqual({ ...whole.result.facts, ignoredSamples: 1 });
    expect(await lines(outDir, 'orientation.csv')).toHaveLength(60 * RATE_HZ);
    const states = (all: string[]): unknown => all.map((line) => line.split(',').slice(0, 2));
    expect(states(await lines(outDir, 'posture.csv'))).toEqual(states(posture));
  });

  it('takes a gyroscope that only writes zeros for none, and says so', async () => {
    const rows = rowsOf(60).map((row, i) => (i === 0 ? `${row},gyr_x,gyr_y,gyr_z` : `${row},0,0,0`));
    const { result } = await analyse(rows);
    expect(result.facts.hasGyro).toBe(false);
    expect(result.warnings[0]).toContain('gyr_x,gyr_y,gyr_z read the same in every row');
    const rotation = result.summary.measures.find(({ id }) => id.startsWith('rotation'));
    expect(rotation).toMatchObject({ value: null, reason: expect.stringContaining('gyroscope') });
  });

  it('refuses units that cannot be, and leaves nothing behind', async () => {
    const inG = rowsOf(60).map((row, i) => (i === 0 ? row : scaled(row, 1, 1 / G)));
    await expect(analyse(inG)).rejects.toThrow(
      /acc_x,acc_y,acc_z '0\.98 m\/s\^2' is the size .* g times 9\.80665/,
    );
    const inMs = rowsOf(60).map((row, i) => (i === 0 ? row : scaled(row, 1e-3, 1)));
    await expect(analyse(inMs)).rejects.toThrow(/t_us 'every 20\.0 us' .* milliseconds times 1000/);
    expect(await readdir(folder)).toEqual(['walk.csv.gz']);
  });

  it('tells the hours without rows, and a rate at which steps cannot be seen', async () => {
    const rows = rowsOf(60);
    const resumed = rows.slice(1501).map((row) => `${Number(row.split(',')[0]) + 7.2e9}${row.slice(16)}`);
    const { result } = await analyse([...rows.slice(0, 1501), ...resumed]);
    expect(result.warnings).toEqual([
      'no rows for 2 h, from 2023-11-14 23:13 to 2023-11-15 01:13: nothing is told of that time; where a clock leapt, correct t_us',
    ]);
    const slow = await analyse(rows.filter((_, i) => i === 0 || i % 25 === 1));
    expect(slow.result.warnings[0]).toContain('rows come at 2 Hz: below 10 Hz steps cannot be seen');
    const inNs = await analyse(rows.map((row, i) => (i === 0 ? row : `${i * 2e7}${row.slice(16)}`)));
    expect(inNs.result.warnings[0]).toContain('where t_us holds nanoseconds, divide it by 1000');
  });

  it('says so where times count from the beginning of the recording', async () => {
    const rows = rowsOf(60);
    const fromZero = await analyse(
      rows.map((row, i) => (i === 0 ? row : `${(i - 1) * 2e4}${row.slice(16)}`)),
    );
    expect(fromZero.result.warnings).toEqual([
      expect.stringMatching(
        /^t_us 0 of the first row is no time of day: days, and the hours for suggestions/,
      ),
    ]);
    expect((await analyse(rows)).result.warnings).toEqual([]);
  });

  it('leaves nothing behind when the recording is malformed far into the file', async () => {
    const rows = rowsOf(200);
    rows[9000] = '1700000180000000,9.8,abc,0';
    await expect(analyse(rows)).rejects.toThrow(/line 9001: acc_y 'abc' is not a number/);
    expect(await readdir(folder)).toEqual(['walk.csv.gz']);
  });

  it('never replaces what it reads, whatever its name', async () => {
    const outDir = join(folder, 'day');
    const recordingPath = join(outDir, 'posture.csv');
    await mkdir(outDir);
    const text = rowsOf(60).join('\n');
    await writeFile(recordingPath, text);
    const refused = /--out '.*day' holds the recording posture\.csv, .*: name another folder/;
    await expect(analyse(rowsOf(60), { recordingPath, outDir })).rejects.toThrow(refused);
    await expect(analyse(rowsOf(60), { thighPath: recordingPath, outDir })).rejects.toThrow(refused);
    expect(await readdir(outDir)).toEqual(['posture.csv']);
    expect(await readFile(recordingPath, 'utf8')).toBe(text);
  });

  it('leaves the earlier analysis as it was when it is stopped', async () => {
    const { outDir } = await analyse(rowsOf(60), { plot: true });
    const before = await readdir(outDir);
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    await expect(analyse(rowsOf(300), { stop: stop.signal, onProgress })).rejects.toThrow();
    expect(await readdir(outDir)).toEqual(before);
    expect(await lines(outDir, 'posture.csv')).toHaveLength(61);
  });

  it('removes what an earlier analysis wrote on request and this one does not', async () => {
    await analyse(rowsOf(60), { plot: true, fixedLagS: 5 });
    const { outDir } = await analyse(rowsOf(60));
    expect((await readdir(outDir)).sort()).toEqual(FILES);
  });

  it('takes other parameters, and says which', async () => {
    const parameters = withParameter(SHIPPED_PARAMETERS, 'nudge.limitS=600');
    const { result } = await analyse(rowsOf(60), { parameters });
    expect(result.summary.parameters.nudge.limitS).toBe(600);
    const shipped = await analyse(rowsOf(60));
    expect(result.summary.nudges.parameterHash).not.toBe(shipped.result.summary.nudges.parameterHash);
  });

  it('tells the days and weeks by the clock of the wearer', async () => {
    const { result } = await analyse(rowsOf(60), { timeZone: 'Asia/Tokyo' });
    const [day] = result.summary.days;
    expect(day).toMatchObject({
      day: { date: '2023-11-15' },
      valid: false,
      reasons: [expect.any(String), expect.any(String)],
    });
    expect(result.summary.weeks[0]).toMatchObject({ startDate: '2023-11-13', validDates: [] });
  });

  it('refuses the magnetometer of a recording without one', async () => {
    await expect(analyse(rowsOf(5), { useMag: true })).rejects.toThrow('leave --use-mag out');
  });
});
