import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '../config/config.ts';
import { Gateway } from '../gateway.ts';
import { OUTBOX_DEFAULTS } from '../outbox/outbox.ts';
import { SensorCatalogue } from '../sensor/catalogue.ts';
import { GatewayState } from '../store/gateway-state.ts';
import { HostClock } from '../time/host-clock.ts';
import { countingDriver, type FastTime, SimulatedTransport } from './simulated-sensor.ts';

/** What the soak hands to its gateway process. */
export interface SoakSetup {
  readonly dataDir: string;
  readonly api: string;
  readonly speed: number;
  readonly epochUs: number;
  readonly anchorUs: number;
}

/** One sensor with a bad crystal, one with a good one; both stall now and then. */
const SENSORS = new Map([
  ['a1', { clockPpm: 7000, rateHz: 50 }],
  ['b2', { clockPpm: 20, rateHz: 50 }],
]);

const setup = JSON.parse(process.argv[2]!) as SoakSetup;
const { speed, epochUs, anchorUs, dataDir } = setup;
const wallMs = (): number => performance.timeOrigin + performance.now();
const clock = new HostClock(
  { monotonicNs: () => process.hrtime.bigint(), wallMs },
  { title: 'soak', speed, epochUs, anchorUs },
);
const time: FastTime = {
  nowUs: () => clock.nowUs() - epochUs,
  stampOf(virtualUs) {
    const { monotonicNs, utcUs } = clock.anchor;
    return monotonicNs + BigInt(Math.round((anchorUs + virtualUs / speed - utcUs) * 1000));
  },
};

const env = { PLUMBLINE_BLE: 'net:simulated', PLUMBLINE_API: setup.api, PLUMBLINE_DATA_DIR: dataDir };
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('message', () => {
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapMb: heapUsed / 1e6, rssMb: rss / 1e6, outboxBytes: gateway.outbox.heldBytes });
});
const gateway = new Gateway({
  config: loadConfig({ flags: {}, env, platform: 'linux', folder: dataDir }),
  outboxBounds: OUTBOX_DEFAULTS,
  outboxDirectory: join(dataDir, 'outbox'),
  state: new GatewayState(dataDir, randomUUID),
  catalogue: new SensorCatalogue([countingDriver], {}),
  clock,
  newId: randomUUID,
  say: (line) => process.stderr.write(`${line}\n`),
  createTransport: () => new SimulatedTransport(SENSORS, time),
});
await gateway.run(stop.signal);
process.send?.({ done: true });
process.exit(0);
