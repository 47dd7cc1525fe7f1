import {
  type DeviceState,
  encodeBlock,
  type Gap,
  RECORD_KIND,
  type RecordKind,
  type SampleBlock,
  type StreamOpen,
} from '@plumbline/contract';
import type { ImuBatch } from '@plumbline/core';
import { commodityErrors, habitualDay, SeededRandom, WorkdaySimulation } from '@plumbline/core/simulation';
import { DEMO_DECODER, DEMO_SEED, uuidOf, WEARER_KEYS, type WearerKey } from './cast.ts';
import type { DemoDay } from './demo-days.ts';
import { bodyOf, habitsOf } from './habits-of.ts';

/** A rate that the sensor has; simulating and analysing a day takes a third of what it takes at 100 Hz. */
export const DEMO_RATE_HZ = 20;
const ACC_LSB = (16 * 9.80665) / 32_768;
const GYR_LSB = ((2000 / 32_768) * Math.PI) / 180;
const AXES = ['x', 'y', 'z'] as const;
const CHANNELS: StreamOpen['channels'] = [
  ...AXES.map((axis) => ({ quantity: 'acc' as const, axis, lsb: ACC_LSB, encoding: 'int' as const })),
  ...AXES.map((axis) => ({ quantity: 'gyr' as const, axis, lsb: GYR_LSB, encoding: 'int' as const })),
];
const ENCODINGS = CHANNELS.map(({ encoding }) => encoding);
const US_PER_S = 1e6;
const S_PER_H = 3600;
/** Of one record. Longer than a gateway's, so that a day is taken in within seconds. */
const BLOCK_S = 60;
const DEVICE_EVERY_S = 600;
const BATTERY_PER_H = 1.3;
const AXES_OF_CLIP = 'up,right,forward';

/** A span in which nothing came, seconds since the beginning. */
interface Hole {
  readonly fromS: number;
  readonly toS: number;
}

/** One stream of one day: when it begins and ends, and what it says. */
export interface DayStream {
  readonly uuid: string;
  readonly open: StreamOpen;
  readonly startUs: number;
  readonly endUs: number;
  readonly died: boolean;
}

export const streamUuid = ({ key, date }: DemoDay): string => uuidOf(`stream ${key} ${date}`);

export function streamOf(day: DemoDay, timeZone: string, startUs: number, endUs: number): DayStream {
  const uuid = streamUuid(day);
  const lifeUs = (day.battery / BATTERY_PER_H) * S_PER_H * US_PER_S;
  const died = startUs + lifeUs < endUs;
  const lastUs = Math.round(died ? startUs + lifeUs : endUs);
  const open = openingOf(day, timeZone, startUs);
  return { uuid, open, startUs, endUs: lastUs, died };
}

function openingOf({ key, date }: DemoDay, timeZone: string, startUs: number): StreamOpen {
  return {
    protocol: 1,
    sensor: { id: SENSOR_OF[key], name: 'WT901BLE67', driver: 'witmotion' },
    session: { id: uuidOf(`session ${key} ${date}`), startedUs: startUs, timeZone },
    channels: CHANNELS,
    rateHz: DEMO_RATE_HZ,
    openedUs: startUs,
    axes: AXES_OF_CLIP,
    decoder: DEMO_DECODER,
    source: 'virtual',
  };
}

/** As the gateway names the virtual sensor that `start` gives this address. */
const SENSOR_OF: Readonly<Record<WearerKey, string>> = {
  seated: 'c0de0000000a',
  turning: 'c0de0000000b',
  hybrid: 'c0de0000000c',
};

/** A record before it has its number. */
export interface RecordBody {
  readonly kind: RecordKind;
  readonly body: Uint8Array;
}

/** Everything the stream says after its opening record. */
export function* bodiesOf(
  day: DemoDay,
  { startUs, endUs, died }: DayStream,
): Generator<RecordBody, void, void> {
  const index = WEARER_KEYS.indexOf(day.key);
  const durationS = (endUs - startUs) / US_PER_S;
  const plan = habitualDay(day.seed, bodyOf(index), habitsOf(day.key, day.day), durationS);
  const errors = commodityErrors(DEMO_SEED + index);
  const simulation = new WorkdaySimulation(plan, { rateHz: DEMO_RATE_HZ, startUs, errors });
  const holes = holesOf(day, durationS);
  for (let atS = 0; ; atS += BLOCK_S) {
    const batch = simulation.next(BLOCK_S * DEMO_RATE_HZ);
    if (batch === null) break;
    if (atS % DEVICE_EVERY_S === 0) yield json(RECORD_KIND.device, deviceAt(day, startUs, atS));
    const hole = holes.find(({ fromS, toS }) => atS >= fromS && atS < toS);
    if (hole === undefined) yield { kind: RECORD_KIND.samples, body: encodeBlock(blockOf(batch), ENCODINGS) };
    else if (atS === hole.fromS) yield json(RECORD_KIND.gap, gapOf(hole, startUs));
  }
  yield json(RECORD_KIND.close, { endUs, reason: died ? 'the battery is empty' : 'taken off' });
}

function blockOf({ n, tUs, accMps2, gyrRadps }: ImuBatch): SampleBlock {
  const channels = [
    ...AXES.map((axis) => toCounts(accMps2[axis], ACC_LSB)),
    ...AXES.map((axis) => toCounts(gyrRadps![axis], GYR_LSB)),
  ];
  return { n, tUs, channels };
}

function toCounts(column: Float64Array, lsb: number): Float64Array {
  const out = new Float64Array(column.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round(column[i]! / lsb);
  return out;
}

const HOLE_STREAM = 3;
const HOLES_A_DAY = 2.5;
const HOLE_S = [40, 900] as const;

/** The hybrid wearer walks away from the computer now and then. */
function holesOf({ key, seed }: DemoDay, durationS: number): Hole[] {
  if (key !== 'hybrid') return [];
  const random = new SeededRandom(seed, HOLE_STREAM);
  const toBlock = (seconds: number): number => Math.round(seconds / BLOCK_S) * BLOCK_S;
  return Array.from({ length: random.count(HOLES_A_DAY) }, () => {
    const fromS = toBlock(random.between(0.1, 0.9) * durationS);
    return { fromS, toS: Math.min(toBlock(fromS + random.between(...HOLE_S)), toBlock(durationS) - BLOCK_S) };
  }).filter(({ fromS, toS }) => toS > fromS);
}

function gapOf({ fromS, toS }: Hole, startUs: number): Gap {
  return {
    startUs: startUs + fromS * US_PER_S,
    endUs: startUs + toS * US_PER_S,
    missing: (toS - fromS) * DEMO_RATE_HZ,
    exact: false,
    cause: 'link',
  };
}

function deviceAt({ battery, seed }: DemoDay, startUs: number, atS: number): DeviceState {
  const random = new SeededRandom(seed, 1 + atS);
  return {
    tUs: startUs + atS * US_PER_S,
    batteryPercent: Math.max(0, Math.round(battery - (atS / S_PER_H) * BATTERY_PER_H)),
    clockSlopePpm: Math.round(18 + 4 * random.normal()),
    clockResidualP95Ms: Math.round(10 * random.between(4, 9)) / 10,
    config: { rateHz: DEMO_RATE_HZ },
  };
}

const encoder = new TextEncoder();
const json = (kind: RecordKind, value: unknown): RecordBody => ({
  kind,
  body: encoder.encode(JSON.stringify(value)),
});
