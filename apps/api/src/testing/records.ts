import { encodeBlock, encodeFrame, INGEST_PROTOCOL, RECORD_KIND, type StreamOpen } from '@plumbline/contract';

/** A WT901-like stream: acceleration and angular rate, 16 bits, 100 Hz. */
const ACC_LSB = (16 * 9.80665) / 32_768;
const GYR_LSB = ((2000 / 32_768) * Math.PI) / 180;
export const RATE_HZ = 100;
const STEP_US = 1e6 / RATE_HZ;

const AXES = ['x', 'y', 'z'] as const;
export const CHANNELS: StreamOpen['channels'] = [
  ...AXES.map((axis) => ({ quantity: 'acc' as const, axis, lsb: ACC_LSB, encoding: 'int' as const })),
  ...AXES.map((axis) => ({ quantity: 'gyr' as const, axis, lsb: GYR_LSB, encoding: 'int' as const })),
];

/** The raw counts of sample `i`. */
export type Counts = (i: number) => readonly number[];

export interface StreamOptions {
  readonly sessionId: string;
  readonly startUs: number;
  readonly sensorId?: string;
  /** Stated unless it is null. */
  readonly axes?: string | null;
  /** Berlin without it. */
  readonly timeZone?: string;
  /** What the sensor measures; {@link countsAt} without it. */
  readonly counts?: Counts;
}

export function openBody({
  sessionId,
  startUs,
  sensorId = 'C0:FF:EE:00:00:01',
  axes = 'up,right,forward',
  timeZone = 'Europe/Berlin',
}: StreamOptions): StreamOpen {
  return {
    protocol: INGEST_PROTOCOL,
    sensor: { id: sensorId, name: 'WT901BLE', driver: 'witmotion' },
    session: { id: sessionId, startedUs: startUs, timeZone },
    channels: CHANNELS,
    rateHz: RATE_HZ,
    openedUs: startUs,
    axes,
    decoder: 'witmotion@1',
    source: 'virtual',
  };
}

/** Sample `i` of a sensor that hangs upright and sways a little: the same on every call. */
export function countsAt(i: number): number[] {
  const sway = Math.round(40 * Math.sin(i / 90));
  const noise = (i * 7919) % 5;
  return [2048 + noise, sway, 30 - noise, noise - 2, Math.round(12 * Math.cos(i / 90)), 1];
}

/** Samples `[from, to)` of the stream, on the 10 ms grid. */
export function samplesBody(
  startUs: number,
  from: number,
  to: number,
  counts: Counts = countsAt,
): Uint8Array {
  const n = to - from;
  const tUs = Float64Array.from({ length: n }, (_, k) => startUs + (from + k) * STEP_US);
  const rows = Array.from({ length: n }, (_, k) => counts(from + k));
  const channels = CHANNELS.map((_, c) => Float64Array.from(rows, (row) => row[c]!));
  return encodeBlock(
    { n, tUs, channels },
    CHANNELS.map(({ encoding }) => encoding),
  );
}

export const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Every frame of a stream of `samples` in records of `perRecord`: open, samples, close. */
export function streamFrames(
  streamId: string,
  options: StreamOptions,
  samples: number,
  perRecord: number,
  close = true,
): Uint8Array[] {
  const bodies: { kind: (typeof RECORD_KIND)[keyof typeof RECORD_KIND]; body: Uint8Array }[] = [
    { kind: RECORD_KIND.open, body: json(openBody(options)) },
  ];
  for (let from = 0; from < samples; from += perRecord) {
    const body = samplesBody(options.startUs, from, Math.min(samples, from + perRecord), options.counts);
    bodies.push({ kind: RECORD_KIND.samples, body });
  }
  const endUs = options.startUs + samples * STEP_US;
  if (close) bodies.push({ kind: RECORD_KIND.close, body: json({ endUs, reason: 'test' }) });
  return bodies.map(({ kind, body }, sequence) => encodeFrame({ streamId, sequence, kind, body }));
}
