import { z } from 'zod';
import { timeZoneSchema } from '../time-zone.ts';

/** Version of everything in this folder; either side refuses another one with a clear message. */
export const INGEST_PROTOCOL = 1;

/** Kinds of a stream's records, in the order in which they were written. */
export const RECORD_KIND = { open: 1, samples: 2, gap: 3, device: 4, close: 5 } as const;
export type RecordKind = (typeof RECORD_KIND)[keyof typeof RECORD_KIND];

const tUs = z.number().int().nonnegative().describe('microseconds since the epoch, UTC');

export const channelSchema = z.object({
  quantity: z.enum(['acc', 'gyr', 'mag', 'quat']),
  axis: z.enum(['x', 'y', 'z', 'w']),
  lsb: z.number().positive().describe('SI units per raw count'),
  encoding: z.enum(['int', 'f32']),
});

/** Record 0 of every stream: one connection epoch of one sensor. */
export const streamOpenSchema = z
  .object({
    protocol: z.literal(INGEST_PROTOCOL),
    sensor: z.object({
      id: z.string().min(1).describe('stable per sensor: its address, or what the system calls it'),
      name: z.string(),
      driver: z.string().min(1),
    }),
    session: z.object({
      id: z.uuid().describe('wear session: one wearer, one mounting'),
      startedUs: tUs,
      timeZone: timeZoneSchema,
    }),
    channels: z.array(channelSchema).min(3).max(16),
    rateHz: z.number().positive().max(10_000),
    openedUs: tUs,
    axes: z.string().nullable().describe('nominal mounting such as `up,right,forward`, or null'),
    decoder: z.string().describe('driver@version'),
    source: z.enum(['sensor', 'virtual', 'import']),
  })
  .meta({ id: 'StreamOpen' });
export type StreamOpen = z.infer<typeof streamOpenSchema>;

/** Samples that were expected and did not come. Never silence. */
export const gapSchema = z
  .object({
    startUs: tUs,
    endUs: tUs,
    missing: z.number().int().nonnegative().describe('samples; an estimate unless `exact`'),
    exact: z.boolean(),
    cause: z.enum(['link', 'sensor', 'stall', 'gateway', 'outbox', 'recording', 'unknown']),
    firstSequence: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('the gap stands for the records from this number up to its own: the outbox had to drop them'),
  })
  .meta({ id: 'Gap' });
export type Gap = z.infer<typeof gapSchema>;

/** Slow facts about the device and its clock. */
export const deviceStateSchema = z
  .object({
    tUs,
    batteryPercent: z.number().min(0).max(100).nullable(),
    clockSlopePpm: z.number().nullable(),
    clockResidualP95Ms: z.number().nullable(),
    config: z.record(z.string(), z.union([z.number(), z.string()])),
  })
  .meta({ id: 'DeviceState' });
export type DeviceState = z.infer<typeof deviceStateSchema>;

export const streamCloseSchema = z.object({ endUs: tUs, reason: z.string() }).meta({ id: 'StreamClose' });
export type StreamClose = z.infer<typeof streamCloseSchema>;
