import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectRecording } from './recording.ts';

const RATE_HZ = 100;
const SAMPLES = 500;
const STEP_US = 1e6 / RATE_HZ;
const STANDARD_GRAVITY_MPS2 = 9.80665;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Somebody at rest whose clip reads this along its x axis. */
async function recording(name: string, gravity: number, columns = ',0.01,0.02,0.03'): Promise<string> {
  const gyro = columns === '' ? '' : ',gyr_x,gyr_y,gyr_z';
  const rows = Array.from({ length: SAMPLES }, (_, i) => `${i * STEP_US},${gravity},0.1,0.2${columns}`);
  const path = join(folder, name);
  await writeFile(path, `t_us,acc_x,acc_y,acc_z${gyro}\n${rows.join('\n')}\n`);
  return path;
}

describe('a recording that is to be played', () => {
  test('tells its samples, the rate of a sensor and how long it takes', async () => {
    const path = await recording('rest.csv', STANDARD_GRAVITY_MPS2);
    const durationS = ((SAMPLES - 1) * STEP_US) / 1e6;
    expect(await inspectRecording(path)).toEqual({ samples: SAMPLES, rateHz: RATE_HZ, durationS });
  });

  test('in other units than those of its columns is refused, with what to write', async () => {
    const path = await recording('in-g.csv', 1);
    await expect(inspectRecording(path)).rejects.toThrow(
      /cannot be played.*acc_x,acc_y,acc_z.*1 m\/s\^2.*give m\/s\^2, which is g times 9\.80665/,
    );
  });

  test('without a gyroscope is refused, with where to look at it', async () => {
    const path = await recording('acc.csv', STANDARD_GRAVITY_MPS2, '');
    await expect(inspectRecording(path)).rejects.toThrow(/has no gyr_x,gyr_y,gyr_z columns/);
  });
});
