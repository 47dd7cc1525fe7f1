/**
 * What a day offline costs: appending it, opening it again, sending it.
 * Run: node apps/gateway/src/outbox.bench.ts [hours]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outbox } from './outbox/outbox.ts';
import { FakeApi } from './testing/fake-api.ts';
import { appendSamples, SAMPLES_PER_RECORD, streamOpen } from './testing/sample-stream.ts';
import { Quarantine } from './upload/quarantine.ts';
import { Uploader } from './upload/uploader.ts';

const [hours = 8] = process.argv.slice(2).map(Number);
const RATE_HZ = 100;
const records = Math.round((hours * 3600 * RATE_HZ) / SAMPLES_PER_RECORD);
const directory = mkdtempSync(join(tmpdir(), 'plumbline-outbox-bench-'));

function open(): Outbox {
  return new Outbox({
    directory,
    maxBytes: 1e10,
    maxAgeMs: 1e12,
    segmentBytes: 4 * 2 ** 20,
    nowMs: Date.now,
    newId: () => crypto.randomUUID(),
  });
}

function timed<T>(what: (ms: number) => string, action: () => T): T {
  const before = performance.now();
  const result = action();
  console.log(what(performance.now() - before));
  return result;
}

let outbox = open();
const id = outbox.begin(streamOpen);
timed(
  (ms) =>
    `${records.toLocaleString('en')} records (${hours} h at ${RATE_HZ} Hz) appended: ${((1000 * ms) / records).toFixed(1)} us each`,
  () => {
    for (let i = 0; i < records; i++) appendSamples(outbox, id, i);
  },
);
await outbox.sync();
outbox.close();
outbox = timed((ms) => `opened again with every checksum verified: ${(ms / 1000).toFixed(2)} s`, open);
console.log(`${(outbox.heldBytes / 1e6).toFixed(0)} MB in ${outbox.segments.length} files`);

const api = new FakeApi();
api.keepBlock = () => {};
await api.start();
const uploader = new Uploader({
  url: api.url,
  gateway: { id: crypto.randomUUID(), name: 'bench', version: '0' },
  outbox,
  quarantine: new Quarantine(directory),
  status: () => ({
    type: 'status',
    sentUs: 0,
    sensors: [],
    outboxRecords: 0,
    outboxBytes: 0,
    playback: null,
  }),
  say: (line) => console.log(line),
  random: Math.random,
});
const stop = new AbortController();
const before = performance.now();
const running = uploader.run(stop.signal);
while (outbox.pendingRecords > 0) await new Promise((done) => setTimeout(done, 20));
const s = (performance.now() - before) / 1000;
console.log(
  `sent and acknowledged: ${s.toFixed(1)} s, ${((hours * 3600) / s).toFixed(0)} times as fast as it was measured`,
);
stop.abort();
await running;
await api.stop();
rmSync(directory, { recursive: true });
