/** The gateway process of the soak: everything as it ships but the radio and the clocks. Started by soak.ts. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '../../apps/gateway/src/config/config.ts';
import { Gateway } from '../../apps/gateway/src/gateway.ts';
import { OUTBOX_DEFAULTS } from '../../apps/gateway/src/outbox/outbox.ts';
import { loadCatalogue } from '../../apps/gateway/src/sensor/catalogue.ts';
import { GatewayState } from '../../apps/gateway/src/store/gateway-state.ts';
import { HostClock } from '../../apps/gateway/src/time/host-clock.ts';
import { SoakRadio, type SoakSensor } from './soak-radio.ts';
import { SoakTime } from './soak-time.ts';

export interface SoakSetup {
  readonly dataDir: string;
  readonly api: string;
  readonly sensors: readonly SoakSensor[];
  readonly epochUs: number;
  readonly startUs: number;
  readonly endUs: number;
  /** It is killed before; nothing is played beyond, however late the kill comes. */
  readonly haltUs: number;
  /** Simulated seconds a second while all sensors stream. */
  readonly speed: number;
}

/** What it tells its parent. */
export interface SoakReport {
  /** No sample after this time has been taken yet. */
  readonly untilUs: number;
  /** Used after a collection, now and then; else null. */
  readonly heapMb: number | null;
  readonly rssMb: number;
  readonly pending: number;
}

const TICK_MS = 10;
const REPORT_EVERY_TICKS = 50;
const COLLECT_EVERY_TICKS = 500;

const setup = JSON.parse(process.argv[2]!) as SoakSetup;
const { dataDir, api, sensors, epochUs, startUs, endUs, haltUs, speed } = setup;
const env = { PLUMBLINE_BLE: 'net:soak', PLUMBLINE_API: api, PLUMBLINE_DATA_DIR: dataDir };
const config = loadConfig({ flags: {}, env, platform: 'linux', folder: dataDir });
const time = new SoakTime(startUs);
const radio = new SoakRadio(startUs < endUs ? sensors : [], epochUs, time);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('disconnect', () => process.exit(1));

const gateway = new Gateway({
  config,
  outboxBounds: OUTBOX_DEFAULTS,
  outboxDirectory: join(dataDir, 'outbox'),
  state: new GatewayState(dataDir, randomUUID),
  catalogue: loadCatalogue(config, dataDir),
  clock: new HostClock(time, null),
  newId: randomUUID,
  say: (line) => process.stderr.write(`${line}\n`),
  createTransport: () => radio,
});

let ticks = 0;
const timer = setInterval(tick, TICK_MS);
await gateway.run(stop.signal);
clearInterval(timer);
process.exit(0);

/** Setting up takes the time it takes; once all sensors stream, time runs. */
function tick(): void {
  const streaming = gateway.health().sensors.filter((sensor) => sensor.samples > 0).length;
  const fast = streaming === sensors.length && time.nowUs < endUs;
  if (fast) time.hold();
  const untilUs = Math.min(haltUs, time.nowUs + (fast ? TICK_MS * 1000 * speed : 0));
  if (++ticks % REPORT_EVERY_TICKS === 0 || fast) report(untilUs);
  if (startUs >= endUs || stop.signal.aborted) return;
  radio.playUntil(untilUs);
  if (untilUs < endUs) return;
  radio.drain();
  stop.abort();
}

function report(untilUs: number): void {
  const collects = ticks % COLLECT_EVERY_TICKS === 0;
  if (collects) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const pending = gateway.outbox.pendingRecords;
  const said: SoakReport = { untilUs, heapMb: collects ? heapUsed / 1e6 : null, rssMb: rss / 1e6, pending };
  process.send?.(said);
}
