/** `node packages/sensor-protocol/bench/decode.ts [--json] [--quick]`: samples decoded per second, per driver, one core. */
import type { Driver } from '../src/driver.ts';
import { RawBatchBuilder } from '../src/raw-batch.ts';
import { drivers } from '../src/registry.ts';
import { captureOf } from './captures.ts';

const CAPTURED_SAMPLES = 2_000;
const SECONDS = process.argv.includes('--quick') ? 0.2 : 1;

function measure(driver: Driver) {
  const notifications = captureOf(driver, CAPTURED_SAMPLES);
  const decoder = driver.createDecoder({ rateHz: driver.capabilities.defaultRateHz, extra: {} });
  const out = new RawBatchBuilder(decoder.channels.length);
  let samples = 0;
  let rounds = 0;
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  while (performance.now() - started < SECONDS * 1000) {
    decoder.reset();
    for (const { characteristic, bytes } of notifications) {
      decoder.push(characteristic, bytes, out);
      samples += out.n;
      out.clear();
    }
    rounds++;
  }
  // CPU time: what else the machine does must not count.
  const { user, system } = process.cpuUsage(startedCpu);
  const ns = ((user + system) * 1000) / samples;
  return {
    driver: driver.id,
    samplesPerSecond: Math.round(1e9 / ns),
    nsPerSample: Math.round(ns),
    bytesPerSample: (notifications.reduce((n, { bytes }) => n + bytes.length, 0) / CAPTURED_SAMPLES).toFixed(
      1,
    ),
    rounds,
  };
}

const measured = drivers.map(measure);
if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify(measured.map(({ driver, nsPerSample }) => ({ name: `decode ${driver}`, nsPerSample }))),
  );
} else console.table(measured);
