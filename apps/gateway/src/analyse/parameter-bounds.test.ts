import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parameterFault, parseAxes } from '@plumbline/core';
import { defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyseRecording } from './analyse-recording.ts';
import { differences, SHIPPED_PARAMETERS, withParameter } from './parameters.ts';

const RATE_HZ = 10;
const HOURS = 0.03;
/** Around every limit that there is: of some parameters a value is refused, of none does it end the analysis. */
const TIMES = [0, 0.01, 100];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-bounds-'));
  await writeFile(join(folder, 'day.csv'), simulated());
});
afterAll(() => rm(folder, { recursive: true }));

function simulated(): string {
  const batch = new WorkdaySimulation(defaultWorkday(3, HOURS), { rateHz: RATE_HZ }).next(
    HOURS * 3600 * RATE_HZ,
  )!;
  const columns = [batch.accMps2, batch.gyrRadps!].flatMap(({ x, y, z }) => [x, y, z]);
  const rows = Array.from({ length: batch.n }, (_, i) =>
    [1_700_000_000_000_000 + (i * 1e6) / RATE_HZ, ...columns.map((column) => column[i]!.toFixed(4))].join(),
  );
  return `t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n${rows.join('\n')}\n`;
}

const timesOf = (shipped: unknown, times: number): unknown =>
  Array.isArray(shipped) ? shipped.map((value) => value * times) : Number(shipped) * times;

const cases = differences({}, SHIPPED_PARAMETERS).flatMap(({ path, after }) =>
  typeof after === 'string'
    ? []
    : TIMES.map((times) => [path, timesOf(after, times)] as const).filter(
        ([, value]) => parameterFault(path, after, value) === null,
      ),
);

test('an analysis with any one parameter at its limits comes to its end', async () => {
  expect(cases.length).toBeGreaterThan(200);
  for (const [path, value] of cases) {
    const analysis = analyseRecording({
      ...{
        recordingPath: join(folder, 'day.csv'),
        outDir: join(folder, 'out'),
        axes: parseAxes('up,right,forward'),
      },
      ...{ useMag: false, fixedLagS: null, flexionRangeDeg: null, timeZone: 'Europe/Berlin', plot: false },
      parameters: withParameter(SHIPPED_PARAMETERS, `${path}=${JSON.stringify(value)}`),
    });
    await expect(analysis, `${path}=${JSON.stringify(value)}`).resolves.toBeDefined();
  }
}, 120_000);
