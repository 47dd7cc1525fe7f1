/**
 * `plumbline analyse` on a simulated workday at 100 Hz as a file, as a user runs it: processor time, per sample and in all,
 * and how long it took beside whatever else the machine did. node test/bench/analyse.ts [--json] [--quick]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ImuBatch } from '@plumbline/core';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';

const GATEWAY = new URL('../../apps/gateway/dist/main.js', import.meta.url).pathname;
const HOURS = process.argv.includes('--quick') ? 1 : 8;
const RATE_HZ = 100;
const CHUNK = 6000;
const SEED = 1;
/** Makes the program say what processor time it took. */
const CPU_AT_EXIT = `process.on('exit', () => console.error('cpu', JSON.stringify(process.cpuUsage())))`;

/** Number of samples. */
async function writeRecordingTo(path: string): Promise<number> {
  const simulation = new WorkdaySimulation(defaultWorkday(SEED, HOURS), {
    rateHz: RATE_HZ,
    errors: commodityErrors(SEED),
  });
  await using file = await open(path, 'w');
  await file.writeFile('t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n');
  for (let batch = simulation.next(CHUNK); batch; batch = simulation.next(CHUNK))
    await file.writeFile(lines(batch));
  return simulation.length;
}

function lines({ n, tUs, accMps2: a, gyrRadps: g }: ImuBatch): string {
  let text = '';
  for (let i = 0; i < n; i++) {
    const acc = [a.x, a.y, a.z].map((column) => column[i]!.toFixed(4));
    const gyr = [g!.x, g!.y, g!.z].map((column) => column[i]!.toFixed(5));
    text += `${[Math.round(tUs[i]!), ...acc, ...gyr].join(',')}\n`;
  }
  return text;
}

async function analyse(folder: string): Promise<{ cpuNs: number; elapsedS: number }> {
  const hook = `data:text/javascript,${encodeURIComponent(CPU_AT_EXIT)}`;
  const args = ['analyse', join(folder, 'day.csv'), '--out', join(folder, 'analysis')];
  const start = performance.now();
  const { stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    hook,
    GATEWAY,
    ...args,
    '--axes',
    'up,right,forward',
  ]);
  const elapsedS = (performance.now() - start) / 1000;
  const { user, system } = JSON.parse(/cpu (\{.*\})/.exec(stderr)![1]!) as NodeJS.CpuUsage;
  return { cpuNs: (user + system) * 1000, elapsedS };
}

async function bench() {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  try {
    const samples = await writeRecordingTo(join(folder, 'day.csv'));
    const { cpuNs, elapsedS } = await analyse(folder);
    const name = `analyse a file of ${HOURS} h, 100 Hz`;
    return { name, nsPerSample: cpuNs / samples, seconds: cpuNs / 1e9, elapsedS };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const result = await bench();
if (process.argv.includes('--json')) console.log(JSON.stringify([result]));
else
  console.log(
    `${result.name}: ${result.nsPerSample.toFixed(0)} ns per sample, ${result.seconds.toFixed(1)} s of processor time, ${result.elapsedS.toFixed(1)} s`,
  );
