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

export const pathOf = (name: string | undefined): Path =>
  PATHS.find((path) => path.name === name) ?? PATHS[0]!;

const LSB = { acc: 1, gyr: RADPS_PER_DPS, mag: 1 } as const;

export const channelsOf = (path: Path): readonly ChannelSpec[] =>
  path.vectors.flatMap((quantity) => vectorChannels(quantity, LSB[quantity], 'f32'));

/** Faster streams exist, but their packets no longer fit the two parts that the protocol knows. */
export const RATES_HZ: readonly number[] = [13, 26, 52, 104];
/** u32 milliseconds. */
export const CLOCK_WRAP_US = 2 ** 32 * 1000;
