import { POSTURE_STATES } from '@plumbline/core';
import { z } from 'zod';
import { sensorStatusSchema } from '../ingest/messages.ts';

/** Version of the live protocol. */
export const LIVE_PROTOCOL = 1;
/** No client gets more updates a second than this. */
export const LIVE_MAX_UPDATES_PER_S = 15;

const tUs = z.number().int();
const angle = z.number().nullable();

export const postureStateSchema = z.enum(POSTURE_STATES);

export const boutSchema = z
  .object({ startUs: tUs, endUs: tUs, state: postureStateSchema, open: z.boolean() })
  .meta({ id: 'Bout' });

/** Columns of equal length, about 25 points a second; null where an angle is not available. */
export const traceSchema = z
  .object({
    tUs: z.array(tUs),
    flexionDeg: z.array(angle),
    sideBendDeg: z.array(angle),
    rotationDeg: z.array(angle),
    tiltDeg: z.array(angle),
  })
  .meta({ id: 'Trace' });
export type Trace = z.infer<typeof traceSchema>;

export const livePostureSchema = z
  .object({
    state: postureStateSchema,
    probability: z.number(),
    /** Since when the state has lasted: the clock beside it. */
    sinceUs: tUs,
    reason: z.string().nullable().describe('why the state is unknown'),
  })
  .meta({ id: 'LivePosture' });

/** Why there is data, or why there is none. */
export const liveConnectionSchema = z
  .object({
    state: z.enum(['live', 'delayed', 'stored_on_gateway', 'no_sensor', 'no_gateway']),
    reason: z.string(),
    lastSampleUs: tUs.nullable(),
    /** When the API received it, by its own clock: ages are counted from here. */
    receivedUs: tUs.nullable(),
    sensor: sensorStatusSchema.nullable(),
    playback: z.object({ title: z.string(), speed: z.number() }).nullable(),
  })
  .meta({ id: 'LiveConnection' });
export type LiveConnection = z.infer<typeof liveConnectionSchema>;

export const liveMountingSchema = z.object({
  reference: z.enum(['walking', 'seed']).nullable(),
  forward: z.enum(['axes', 'bends', 'walking', 'sitting', 'seed']).nullable(),
  reason: z.string().nullable(),
  /** Why there is no rotation; null: there is. Absent from an older server. */
  rotationReason: z.string().nullable().optional(),
  /** What it is worth, 0 to 1, and why not more; absent from an older server. Sent again when quality or reasons change. */
  calibration: z
    .object({
      source: z.enum(['bends', 'walking', 'stated', 'seeded', 'sitting']).nullable(),
      confirmedAtUs: tUs.nullable(),
      quality: z.number().min(0).max(1),
      reasons: z.array(z.string()).readonly(),
      flexionRangeDeg: z.number().nullable(),
    })
    .optional(),
});

/** The whole picture, sent on joining and after a gap; later messages change parts of it. */
export const liveStateSchema = z.object({
  type: z.literal('state'),
  protocol: z.literal(LIVE_PROTOCOL),
  serverUs: tUs,
  timeZone: z.string(),
  connection: liveConnectionSchema,
  posture: livePostureSchema.nullable(),
  mounting: liveMountingSchema,
  /** The last 30 s. */
  trace: traceSchema,
  quaternion: z.array(z.number()).length(4).nullable(),
  /** Today's bouts in the wearer's time zone. */
  day: z.object({ startUs: tUs, endUs: tUs, bouts: z.array(boutSchema) }),
});

/** At most {@link LIVE_MAX_UPDATES_PER_S} a second. Fields that did not change are absent. */
export const liveUpdateSchema = z.object({
  type: z.literal('update'),
  serverUs: tUs,
  trace: traceSchema.optional(),
  quaternion: z.array(z.number()).length(4).optional(),
  posture: livePostureSchema.optional(),
  mounting: liveMountingSchema.optional(),
  connection: liveConnectionSchema.optional(),
  /** Replaces every bout that ends after `fromUs`. */
  bouts: z.object({ fromUs: tUs, bouts: z.array(boutSchema) }).optional(),
  /** Updates that this slow client did not get; their latest values are in this one. */
  skipped: z.number().int().positive().optional(),
});

export const liveErrorSchema = z.object({ type: z.literal('error'), reason: z.string(), remedy: z.string() });

export const liveServerMessageSchema = z.discriminatedUnion('type', [
  liveStateSchema,
  liveUpdateSchema,
  liveErrorSchema,
]);
export const liveClientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    protocol: z.literal(LIVE_PROTOCOL),
    /** Oneself, or a wearer whose consent covers the live picture. */
    wearer: z.union([z.literal('me'), z.uuid()]),
  }),
]);
export type LiveState = z.infer<typeof liveStateSchema>;
export type LiveUpdate = z.infer<typeof liveUpdateSchema>;
export type LivePosture = z.infer<typeof livePostureSchema>;
export type LiveServerMessage = z.infer<typeof liveServerMessageSchema>;
export type LiveClientMessage = z.infer<typeof liveClientMessageSchema>;
