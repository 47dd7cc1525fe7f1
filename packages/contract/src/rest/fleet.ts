import { z } from 'zod';
import { heardSensorSchema, sensorStatusSchema } from '../ingest/messages.ts';
import { dateSchema, intervalSchema, nullableNumbersSchema, timeUsSchema } from './parts.ts';
import { scopeSchema } from './people.ts';

/** GET /v1/devices: sensors and how well they get through; nothing of what a body did. */
export const deviceSchema = z
  .object({
    id: z.string().describe('as the sensor names itself'),
    name: z.string().describe('as the one who asks has named it; without that as it advertises itself'),
    advertisedName: z.string(),
    own: z.boolean().describe('the one who asks has worn it; operators see others’ too'),
    driver: z.string(),
    tier: z
      .string()
      .nullable()
      .describe('how well its driver is proved: experimental, supported or validated; null: not said'),
    firmware: z.string().nullable().describe('null: it does not say'),
    gatewayId: z.uuid().nullable().describe('of the gateway that last recorded it'),
    firstSeenUs: timeUsSchema,
    lastSampleUs: timeUsSchema.nullable(),
    battery: z
      .object({
        latestPercent: z.number().nullable().describe('what it said last; null: it does not say'),
        tUs: z.array(timeUsSchema),
        percent: nullableNumbersSchema.describe('the lowest of each day (UTC)'),
      })
      .describe('of 30 days'),
    clockSlopePpm: z.number().nullable(),
    clockResidualP95Ms: z.number().nullable(),
    week: z
      .object({
        streams: z.number().int(),
        recordedH: z.number(),
        gaps: z.number().int(),
        missingSamples: z.number(),
        gapsPerHour: z.number().nullable().describe('null: nothing was recorded'),
        rejectedRecords: z.number(),
      })
      .describe('the last seven days'),
    history: z
      .object({
        tUs: z.array(timeUsSchema),
        recordedH: z.array(z.number()),
        gaps: z.array(z.number().int()),
        missingSamples: z.array(z.number()),
      })
      .describe('of 30 days, by the day (UTC) on which a connection began; columns of equal length'),
    calibration: z
      .object({ kind: z.string(), atUs: timeUsSchema })
      .nullable()
      .describe(
        'when it was last learnt how the sensor is worn; null: never, or not to be seen by the one who asks',
      ),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof deviceSchema>;

/** GET /v1/devices/near: what one's own gateways hear now, the strongest first. */
export const nearbySensorSchema = heardSensorSchema
  .extend({
    driver: z.string().nullable(),
    tier: z.string().nullable().describe('null: not heard lately, only connected'),
    state: z
      .enum([...sensorStatusSchema.shape.state.options, 'unused'])
      .describe('unused: in reach, and no gateway connects to it'),
    gateway: z.string(),
  })
  .meta({ id: 'NearbySensor' });
export type NearbySensor = z.infer<typeof nearbySensorSchema>;

const MAX_DEVICE_NAME = 100;
const MAX_DEVICE_ID = 200;
export const deviceIdSchema = z.string().min(1).max(MAX_DEVICE_ID);
/** PATCH /v1/devices/{id}: what one calls it oneself; null: as it advertises itself. */
export const deviceChangeSchema = z.object({
  name: z.string().trim().min(1).max(MAX_DEVICE_NAME).nullable(),
});
export type DeviceChange = z.infer<typeof deviceChangeSchema>;

/** Why a wearer comes first in the list; words for it are the page's. */
export const ATTENTION_CODES = [
  'worse_after',
  'no_data',
  'silent',
  'sits_more',
  'consent_ends',
  'no_summary',
] as const;
export type AttentionCode = (typeof ATTENTION_CODES)[number];

/** One wearer in the therapist's list. */
export const overviewEntrySchema = z
  .object({
    wearer: z.uuid(),
    name: z.string(),
    scopes: z.array(scopeSchema).describe('what the consent opens now'),
    untilUs: timeUsSchema.nullable().describe('when it ends'),
    timeZone: z.string().describe("the wearer's, by whose clock days begin"),
    lastDate: dateSchema.nullable().describe('the last day with data in four weeks'),
    daysWithData: z.number().int().describe('of the last 28'),
    validDays: z.number().int(),
    wornMin: z.number().nullable().describe('a day, over the days with data'),
    sittingShare: z.object({
      mean: z.number().nullable().describe('over the valid days of the last two weeks'),
      interval: intervalSchema,
      change: z.number().nullable().describe('against the two weeks before'),
      mdc95: z.number().nullable(),
      direction: z.enum(['more', 'less', 'same', 'unknown']),
      reason: z.string().nullable().describe('why the direction is not known'),
    }),
    response24h: z.enum(['better', 'same', 'worse']).nullable().describe('the last answer of the week'),
    attention: z.array(z.string()).describe('what to look at, the reason in words; empty: nothing'),
    attentionCodes: z.array(z.enum(ATTENTION_CODES)).describe('the same, for words in another language'),
  })
  .meta({ id: 'OverviewEntry' });
export type OverviewEntry = z.infer<typeof overviewEntrySchema>;
