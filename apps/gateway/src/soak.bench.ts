/**
 * Days in minutes: two simulated sensors, an API that is away a third of the time, and kill -9 of the gateway.
 * Run after a build: node apps/gateway/src/soak.bench.ts [hours] [speed] [kills]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SeededRandom } from '@plumbline/core/simulation';
import { FakeApi } from './testing/fake-api.ts';
import type { SoakSetup } from './testing/soak-gateway.ts';

const [hours = 72, speed = 720, kills = 20] = process.argv.slice(2).map(Number);
const CHILD = fileURLToPath(new URL('../dist/testing/soak-gateway.js', import.meta.url));
/** In real seconds: the API is up, then away. */
const UP_S = 6;
const AWAY_S = 3;
/** The last third runs without a kill, so that the heap can be watched. */
const KILL_SHARE = 2 / 3;
const EPOCH_US = 1.79e15;

const folder = mkdtempSync(join(tmpdir(), 'plumbline-soak-'));
mkdirSync(join(folder, 'gateway'));
const api = new FakeApi();
const last = new Map<string, number>();
const totals = new Map<string, { samples: number; firstUs: number; lastUs: number }>();
let disorder = 0;
api.keepBlock = (stream, block) => {
  const sensor = stream.open!.sensor.id;
  const total = totals.get(sensor) ?? { samples: 0, firstUs: block.tUs[0]!, lastUs: 0 };
  for (const t of block.tUs) {
    if (t <= (last.get(sensor) ?? 0)) disorder++;
    last.set(sensor, t);
  }
  total.samples += block.n;
  total.lastUs = block.tUs[block.n - 1]!;
  totals.set(sensor, total);
};
await api.start();

const random = new SeededRandom(72);
const runS = (hours * 3600) / speed;
const setup: SoakSetup = {
  dataDir: join(folder, 'gateway'),
  api: api.url,
  speed,
  epochUs: EPOCH_US,
  anchorUs: (performance.timeOrigin + performance.now()) * 1000,
};
const pause = (s: number): Promise<unknown> => new Promise((done) => setTimeout(done, s * 1000));
let log = '';
function start(): ChildProcess {
  const child = fork(CHILD, [JSON.stringify(setup)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.on('data', (bytes: Buffer) => {
    log = (log + bytes.toString()).slice(-2000);
  });
  return child;
}

let over = false;
const flapping = (async () => {
  while (!over) {
    await pause(UP_S);
    await api.stop();
    await pause(AWAY_S);
    await api.start();
  }
})();

const killAt = Array.from({ length: kills }, () => random.between(2, runS * KILL_SHARE)).sort(
  (a, b) => a - b,
);
const beganMs = performance.now();
const elapsedS = (): number => (performance.now() - beganMs) / 1000;
let child = start();
for (const at of killAt) {
  await pause(Math.max(0.5, at - elapsedS()));
  child.kill('SIGKILL');
  await once(child, 'exit');
  child = start();
}
const heap: string[] = [];
while (elapsedS() < runS) {
  await pause(Math.min(10, Math.max(0.5, runS - elapsedS())));
  child.send('memory');
  const [m] = (await once(child, 'message')) as [{ heapMb: number; rssMb: number; outboxBytes: number }];
  heap.push(`${m.heapMb.toFixed(0)}/${m.rssMb.toFixed(0)} MB, outbox ${(m.outboxBytes / 1e6).toFixed(1)} MB`);
}
over = true;
await flapping;
const stoppedAtUs = elapsedS() * 1e6 * speed;
child.kill('SIGTERM');
await once(child, 'exit');

console.log(`${hours} h at x${speed}: ${kills} kill -9, API away ${AWAY_S} of every ${UP_S + AWAY_S} s`);
console.log(`heap/rss after the last kill: ${heap.join(' | ')}`);
for (const [sensor, { samples, firstUs, lastUs }] of totals) {
  const streams = [...api.streams.values()].filter((stream) => stream.open?.sensor.id === sensor);
  const named = streams.flatMap((s) => s.gaps).reduce((sum, gap) => sum + gap.missing, 0);
  const ppm = sensor === 'a1' ? 7000 : 20;
  const produced = Math.round(((lastUs - firstUs) / 1e6) * (50 / (1 + ppm / 1e6))) + 1;
  const [s, n, p] = [samples, named, produced].map((x) => x.toLocaleString('en'));
  console.log(
    `${sensor}: ${streams.length} streams, ${s} stored + ${n} in named gaps = produced ${p} ${samples + named - produced >= 0 ? '+' : ''}${samples + named - produced}`,
  );
}
console.log(
  `times that went back or came twice: ${disorder}; holes in the order of records: ${api.holes.length}; repeats dropped: ${api.duplicates}; virtual hours: ${(stoppedAtUs / 3.6e9).toFixed(1)}`,
);
await api.stop();
rmSync(folder, { recursive: true });
if (process.env.SOAK_LOG) console.log(log);
