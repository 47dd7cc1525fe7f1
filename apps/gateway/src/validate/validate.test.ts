import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultWorkday, posturePerSecond, WorkdaySimulation } from '@plumbline/core/simulation';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

const RATE_HZ = 50;
const MINUTES = 20;
const CODES = { sitting: 7, standing: 6, walking: 1, lying: 8 } as const;
const COUNTS_PER_MPS2 = 4096 / 9.80665;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-validate-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A command line as a person would type it. */
const plumbline = (...argv: readonly string[]): Promise<CapturedRun> =>
  runCaptured(argv, new CapturedIo({ INIT_CWD: folder }));

/** One simulated person in the layout of the labelled set, and others that the manifest tells of. */
async function writePerson(...others: readonly object[]): Promise<void> {
  const simulation = new WorkdaySimulation(defaultWorkday(5, MINUTES / 60), { rateHz: RATE_HZ });
  const { accMps2, n } = simulation.next(simulation.length)!;
  const labels = posturePerSecond(simulation.truth).map((posture, s) => [s * 1000, 1, CODES[posture]]);
  const planes = Buffer.concat([accMps2.x, accMps2.y, accMps2.z].map(planesOf));
  const sha256 = createHash('sha256').update(planes).digest('hex');
  const subject = {
    id: 'P1',
    file: 'P1.i16z.gz',
    sha256,
    n,
    t0: 1_767_600_000_000,
    segments: [[0, n]],
    labels,
  };
  await mkdir(join(folder, 'back-posture'));
  await writeFile(join(folder, 'back-posture', 'P1.i16z.gz'), gzipSync(planes));
  await writeFile(
    join(folder, 'back-posture', 'manifest.json'),
    JSON.stringify({ subjects: [subject, ...others.map((other) => ({ ...subject, ...other }))] }),
  );
}

/** Low bytes, then high bytes, of zigzag differences. */
function planesOf(column: Float64Array): Buffer {
  const planes = Buffer.alloc(2 * column.length);
  let before = 0;
  column.forEach((value, i) => {
    const counts = Math.round(value * COUNTS_PER_MPS2);
    const difference = ((counts - before) << 16) >> 16;
    const zigzag = ((difference << 1) ^ (difference >> 31)) & 0xffff;
    planes[i] = zigzag & 0xff;
    planes[column.length + i] = zigzag >> 8;
    before = counts;
  });
  return planes;
}

describe('plumbline validate', () => {
  test('scores a person it was not trained on, writes the page and holds what it stated', async () => {
    await writePerson();
    const first = await plumbline('validate', '--data', '.', '--only', 'posture', '--out', 'report');
    expect(first.code).toBe(0);
    expect(first.out).toContain('other people, axes stated: sitting F1');
    expect(first.out).not.toContain('in-sample, axes');
    expect(await readFile(join(folder, 'report', 'posture.md'), 'utf8')).toContain('| P1 | no |');
    const stated = join(folder, 'report', 'stated.json');
    const again = await plumbline('validate', '--data', '.', '--only', 'posture', '--check', stated);
    expect(again.code).toBe(0);
    expect(again.out).toContain('0 fell');
  });

  test('ends with status 5 when a stated figure fell', async () => {
    await writePerson();
    const figures = { 'other people, axes stated: coverage': 2 };
    const stated = { posture: { recordings: 'P1', figures } };
    await writeFile(join(folder, 'stated.json'), JSON.stringify(stated));
    const { code, err } = await plumbline(
      'validate',
      '--data',
      '.',
      '--only',
      'posture',
      '--check',
      'stated.json',
    );
    expect(code).toBe(5);
    expect(err).toContain('1 of 1 figures fell: posture: other people, axes stated: coverage');
  });

  test('reports a folder that is not there', async () => {
    const { code, out } = await plumbline('validate', '--data', '.', '--only', 'turns');
    expect(code).toBe(0);
    expect(out).toContain('Not scored: **turns**, there is no folder lumbar-turns in the data');
  });

  test('names what is broken, with status 5', async () => {
    await mkdir(join(folder, 'orientation'));
    const manifest = { trials: [{ trial: 'a', n: 3, fs: 'fast' }] };
    await writeFile(join(folder, 'orientation', 'manifest.json'), JSON.stringify(manifest));
    const { code, err } = await plumbline('validate', '--data', '.', '--only', 'orientation');
    expect(code).toBe(5);
    expect(err).toContain("trials[0].fs 'fast' is missing or of another kind: correct the manifest");
  });

  test('scores what is there and names each recording that is not as the manifest says', async () => {
    await writePerson(
      { id: 'P2', file: 'P2.i16z.gz' },
      { id: 'P3', sha256: 'abc' },
      { id: 'P4', n: 7 },
      { id: 'P5', labels: 'none' },
    );
    const { code, out, err } = await plumbline('validate', '--data', '.', '--only', 'posture');
    expect(code).toBe(5);
    expect(out).toContain('Of: P1.');
    expect(out).toContain('| P1 | no |');
    expect(err).toMatch(/P2\.i16z\.gz: content 'ENOENT.*' cannot be read: fetch the file again/);
    expect(err).toMatch(/P1\.i16z\.gz: sha256 '[0-9a-f]{64}' is not what the manifest states/);
    expect(err).toMatch(/P1\.i16z\.gz: content '\d+ bytes' do not fit n and segments of the manifest/);
    expect(err).toContain("subjects[4].labels 'none' is missing or of another kind");
    expect(out.match(/Not scored: \*\*posture\*\*/g)).toHaveLength(4);
  });

  test('says when a folder holds nothing to score', async () => {
    await mkdir(join(folder, 'lumbar-turns'));
    await writeFile(join(folder, 'lumbar-turns', 'manifest.json'), JSON.stringify({ recordings: [] }));
    const { code, out } = await plumbline('validate', '--data', '.', '--only', 'turns');
    expect(code).toBe(0);
    expect(out).toContain('Not scored: **turns**, no recording in lumbar-turns can be scored.');
  });

  test('asks for a folder that exists and for stated figures that exist', async () => {
    const nowhere = await plumbline('validate', '--data', 'nowhere');
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('holds no folder orientation,') });
    await mkdir(join(folder, 'lumbar-turns'));
    const { code, err } = await plumbline('validate', '--data', '.', '--check');
    expect(code).toBe(2);
    expect(err).toContain('docs/validation/stated.json does not exist: write it with --out');
    await writeFile(join(folder, 'stated.json'), 'x');
    const odd = await plumbline('validate', '--data', '.', '--check', 'stated.json');
    expect(odd).toMatchObject({
      code: 5,
      err: expect.stringContaining("stated.json' holds no figures: name"),
    });
  });
});
