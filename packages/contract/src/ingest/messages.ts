import { z } from 'zod';
import { INGEST_PROTOCOL } from './records.ts';

/** Text messages on the ingest websocket; records travel as binary frames (see frame.ts). */

const sequences = z.record(z.uuid(), z.number().int().nonnegative());

/** What a sensor's connection is doing right now, said by the gateway; not stored. */
export const sensorStatusSchema = z
  .object({
    sensorId: z.string().describe('empty: the gateway has none, and the reason says why'),
    name: z.string(),
    driver: z.string().nullable(),
    state: z.enum(['scanning', 'connecting', 'streaming', 'stalled', 'disconnected', 'finished', 'failed']),
    reason: z.string().describe('in plain words, with what to do where something can be done'),
    rateHz: z.number().nullable().describe('achieved over the last seconds'),
    rssiDbm: z.number().nullable(),
    batteryPercent: z.number().nullable(),
    missing: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('samples named as missing since the gateway started'),
    stalls: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('times it stayed connected and silent since then'),
    clockSlopePpm: z.number().nullable().optional().describe('error of its crystal, once it is known'),
  })
  .meta({ id: 'SensorStatus' });
export type SensorStatus = z.infer<typeof sensorStatusSchema>;

/** More sensors than this are not told of. */
export const MAX_HEARD = 32;

/** A sensor in reach of a gateway that one of its drivers knows, whether it is used or not. */
export const heardSensorSchema = z
  .object({
    sensorId: z.string(),
    name: z.string(),
    driver: z.string(),
    tier: z.string().describe('how well its driver is proved: experimental, supported or validated'),
    rssiDbm: z.number().nullable(),
    batteryPercent: z.number().nullable(),
  })
  .meta({ id: 'HeardSensor' });
export type HeardSensor = z.infer<typeof heardSensorSchema>;

export const gatewayStatusSchema = z
  .object({
    type: z.literal('status'),
    sentUs: z.number().int(),
    sensors: z.array(sensorStatusSchema),
    outboxRecords: z.number().int().nonnegative(),
    outboxBytes: z.number().int().nonnegative(),
    playback: z.object({ title: z.string(), speed: z.number() }).nullable(),
    heard: z
      .array(heardSensorSchema)
      .max(MAX_HEARD)
      .optional()
      .describe(
        'in reach within the last minute; while the gateway has every sensor it wants it does not listen',
      ),
    lastError: z
      .object({ atUs: z.number().int(), text: z.string() })
      .nullable()
      .optional()
      .describe('what went wrong last, and what to do'),
  })
  .meta({ id: 'GatewayStatus' });
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>;

export const helloSchema = z.object({
  type: z.literal('hello'),
  protocol: z.literal(INGEST_PROTOCOL),
  gateway: z.object({ id: z.uuid(), name: z.string(), version: z.string() }),
  /** Streams with unacknowledged records in the outbox. */
  streams: z.array(z.uuid()).max(10_000),
});

/** Where each announced stream goes on; a stream the API has never seen goes on at 0. */
export const welcomeSchema = z.object({
  type: z.literal('welcome'),
  protocol: z.literal(INGEST_PROTOCOL),
  next: sequences,
});

/** Cumulative: every record of the stream below the number is stored. */
export const ackSchema = z.object({ type: z.literal('ack'), next: sequences });

/** One record was refused; the ones after it are not. The gateway keeps it aside and says so. */
export const rejectSchema = z.object({
  type: z.literal('reject'),
  streamId: z.uuid(),
  sequence: z.number().int().nonnegative(),
  field: z.string(),
  value: z.string(),
  remedy: z.string(),
});

/** The connection ends; what to do about it. */
export const refusedSchema = z.object({ type: z.literal('refused'), reason: z.string(), remedy: z.string() });

export const gatewayMessageSchema = z.discriminatedUnion('type', [helloSchema, gatewayStatusSchema]);
export const ingestReplySchema = z.discriminatedUnion('type', [
  welcomeSchema,
  ackSchema,
  rejectSchema,
  refusedSchema,
]);
export type Hello = z.infer<typeof helloSchema>;
export type GatewayMessage = z.infer<typeof gatewayMessageSchema>;
export type IngestReply = z.infer<typeof ingestReplySchema>;
export type Reject = z.infer<typeof rejectSchema>;
