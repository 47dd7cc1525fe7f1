import { asciiAt, concatBytes, uint16At } from '../../bytes.ts';
import type { ChannelSpec } from '../../driver.ts';
import { RADPS_PER_DPS, vectorChannels } from '../../scales.ts';

/** Commands `[code, reference, payload]` and answers of the GATT SensorData protocol. */
export const CODE = { hello: 0, subscribe: 1, unsubscribe: 2, get: 4, systemMode: 7 } as const;
export const ANSWER = { response: 1, data: 2, continuation: 3 } as const;

export const HEAD_BYTES = 2;
export const TIME_BYTES = 4;
export const STATUS = { ok: 200, notFound: 404, exhausted: 429 } as const;
export const SYSTEM_MODE_REBOOT = 5;

export const HELLO_REF = 1;
export const STREAM_REF = 99;
export const MAX_SUBSCRIPTIONS = 4;

/** Measurements are sent about 13 times a second, so a packet holds rate / 13 samples. */
const PACKETS_PER_S = 13;
export const samplesPerPacket = (rateHz: number): number => Math.max(1, Math.round(rateHz / PACKETS_PER_S));

export interface Path {
  readonly name: string;
  readonly resource: string;
  /** Vectors of a sample, in their order on the wire; all of one kind come before the next kind. */
  readonly vectors: readonly ('acc' | 'gyr' | 'mag')[];
}

export const PATHS: readonly Path[] = [
  { name: 'imu6', resource: '/Meas/IMU6/', vectors: ['acc', 'gyr'] },
  { name: 'imu9', resource: '/Meas/IMU9/', vectors: ['acc', 'gyr', 'mag'] },
  { name: 'acc', resource: '/Meas/Acc/', vectors: ['acc'] },
];

const VECTOR_BYTES = 12;
export const sampleBytes = (path: Path): number => path.vectors.length * VECTOR_BYTES;

/** How many whole samples of a path a packet of so many bytes holds, or null. */
export function samplesIn(bytes: number, path: Path): number | null {
  const n = (bytes - TIME_BYTES) / sampleBytes(path);
  return Number.isInteger(n) && n > 0 ? n : null;
}

/** The path whose whole number of samples is one that a rate implies; six axes before nine before three. */
export function guessPath(bytes: number): Path | null {
  const whole = PATHS.filter((path) => samplesIn(bytes, path) !== null);
  return whole.find((path) => rateOf(samplesIn(bytes, path)!) !== null) ?? whole[0] ?? null;
}

/** A packet and its continuation as one, where together they hold what a rate implies. */
export function joinCut(notifications: readonly Uint8Array[]): readonly Uint8Array[] {
  const whole: Uint8Array[] = [];
  for (const b of notifications) {
    const joined = b[0] === ANSWER.continuation ? withContinuation(whole.at(-1), b) : null;
    if (joined) whole[whole.length - 1] = joined;
    else whole.push(b);
  }
  return whole;
}

function withContinuation(first: Uint8Array | undefined, b: Uint8Array): Uint8Array | null {
  if (first?.[0] !== ANSWER.data || first[1] !== b[1]) return null;
  const joined = concatBytes(first, b.subarray(HEAD_BYTES));
  const bytes = joined.length - HEAD_BYTES;
  const path = guessPath(bytes);
  return path !== null && rateOf(samplesIn(bytes, path)!) !== null ? joined : null;
}

/** The rate that packets of n samples imply, or null. */
export const rateOf = (n: number): number | null =>
  RATES_HZ.find((rateHz) => samplesPerPacket(rateHz) === n) ?? null;

export const pathOf = (name: string | undefined): Path =>
  PATHS.find((path) => path.name === name) ?? PATHS[0]!;

const LSB = { acc: 1, gyr: RADPS_PER_DPS, mag: 1 } as const;

export const channelsOf = (path: Path): readonly ChannelSpec[] =>
  path.vectors.flatMap((quantity) => vectorChannels(quantity, LSB[quantity], 'f32'));

const OLD_HELLO = 'Hello';
const HELLO_FIELDS = ['serial', 'product', 'dfu_mac', 'app', 'version'] as const;
/** Statuses are those of HTTP. */
const STATUS_LIMITS = [100, 600] as const;

/** Who the sensor is: `[1, ref, protocol, texts that end with NUL]`, or the word "Hello" of old firmware. */
export interface Hello {
  readonly protocol: number | null;
  readonly texts: Readonly<Partial<Record<(typeof HELLO_FIELDS)[number], string>>>;
}

/** Null where the response carries a status instead. */
export function helloOf(b: Uint8Array): Hello | null {
  if (asciiAt(b, HEAD_BYTES, b.length) === OLD_HELLO) return { protocol: null, texts: {} };
  const status = b.length >= 4 ? uint16At(b, HEAD_BYTES) : STATUS.ok;
  if (b[1] !== HELLO_REF && status >= STATUS_LIMITS[0] && status < STATUS_LIMITS[1]) return null;
  return { protocol: b[HEAD_BYTES] ?? null, texts: textsFrom(b, HEAD_BYTES + 1) };
}

function textsFrom(b: Uint8Array, from: number): Hello['texts'] {
  const texts: Record<string, string> = {};
  let at = from;
  for (const field of HELLO_FIELDS) {
    if (at >= b.length) break;
    texts[field] = asciiAt(b, at, b.length);
    at += texts[field].length + 1;
  }
  return texts;
}

/** Faster streams exist, but their packets no longer fit the two parts that the protocol knows. */
export const RATES_HZ: readonly number[] = [13, 26, 52, 104];
/** u32 milliseconds. */
export const CLOCK_WRAP_US = 2 ** 32 * 1000;
