import { z } from 'zod';
import { dateSchema, intervalSchema, nullableNumbersSchema, timeUsSchema } from './parts.ts';
import { scopeSchema } from './people.ts';

/** GET /v1/devices: sensors and how well they get through; nothing of what a body did. */
export const deviceSchema = z
  .object({
    id: z.string().describe('as the sensor names itself'),
    name: z.string(),
    driver: z.string(),
    firstSeenUs: timeUsSchema,
    lastSampleUs: timeUsSchema.nullable(),
    battery: z
      .object({ tUs: z.array(timeUsSchema), percent: nullableNumbersSchema })
      .describe('of 30 days, by day'),
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
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof deviceSchema>;

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
