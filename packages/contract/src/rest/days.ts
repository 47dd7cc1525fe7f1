import { z } from 'zod';
import { dateSchema, intervalSchema, measureSchema, nullableNumbersSchema, timeUsSchema } from './parts.ts';

/** Days, weeks and trends: what is stored of them, by the newest version of the algorithm. */

/** GET /v1/days/{date}: a local day of the wearer. */
export const daySchema = z
  .object({
    date: dateSchema,
    timeZone: z.string(),
    startUs: timeUsSchema,
    endUs: timeUsSchema,
    complete: z.boolean().describe('false: the day goes on'),
    valid: z.boolean().describe('whether it counts in a week'),
    reasons: z.array(z.string()).describe('why it does not count, or why there is nothing'),
    wornMin: z.number().describe('minutes with a known posture'),
    declaredWornMin: z.number().describe('of them within the declared hours'),
    measures: z.array(measureSchema),
    algorithm: z.string().nullable().describe('null: nothing is summarised of the day'),
    computedUs: timeUsSchema.nullable(),
  })
  .meta({ id: 'Day' });
export type Day = z.infer<typeof daySchema>;

/** GET /v1/days/{date}/versions: what each version of the algorithm told of the day, the one that is shown last. */
export const dayVersionSchema = z
  .object({ algorithm: z.string(), computedUs: timeUsSchema, measures: z.array(measureSchema) })
  .meta({ id: 'DayVersion' });
export type DayVersion = z.infer<typeof dayVersionSchema>;

/** GET /v1/days/{date}/minutes: columns of equal length. */
export const minutesSchema = z
  .object({
    date: dateSchema,
    tUs: z.array(timeUsSchema),
    observedS: z.array(z.number()),
    state: z.array(z.string()).describe('the posture that took most of the minute'),
    flexionDeg: nullableNumbersSchema,
    flexionSdDeg: nullableNumbersSchema,
    sideBendDeg: nullableNumbersSchema,
    activityMps2: nullableNumbersSchema,
    turnsLeft: z.array(z.number()),
    turnsRight: z.array(z.number()),
    holdingS: nullableNumbersSchema,
  })
  .meta({ id: 'Minutes' });
export type Minutes = z.infer<typeof minutesSchema>;

const weekChangeSchema = z.object({
  id: z.string(),
  difference: z.number().nullable().describe('this week less the one before'),
  unit: z.string(),
  noise: z.number().nullable().describe('what two usual weeks differ by; null: not known for this measure'),
  beyondNoise: z
    .boolean()
    .nullable()
    .describe('more than that, and not only because the clip was worn longer or shorter'),
});

/** GET /v1/weeks/{date}: the week that holds the date. */
export const weekSchema = z
  .object({
    startDate: dateSchema,
    daysWithData: z.number().int(),
    validDates: z.array(dateSchema),
    note: z.string(),
    measures: z.array(measureSchema),
    days: z.array(daySchema),
    changes: z.array(weekChangeSchema).describe('against the week before; empty: there is nothing of it'),
  })
  .meta({ id: 'Week' });
export type Week = z.infer<typeof weekSchema>;

export const TREND_WEEKS = [4, 12, 52] as const;
export const trendWeeksSchema = z.coerce
  .number()
  .refine((weeks) => (TREND_WEEKS as readonly number[]).includes(weeks), 'Give 4, 12 or 52.')
  .default(TREND_WEEKS[0]);

const trendMeasureSchema = z.object({
  id: z.string(),
  unit: z.string(),
  value: nullableNumbersSchema.describe('one for each date, null where there is none'),
  coverage: nullableNumbersSchema,
  low: nullableNumbersSchema.describe('of the 95 % interval'),
  high: nullableNumbersSchema,
  mean: z.number().nullable().describe('over the valid days'),
  interval: intervalSchema,
  mdc95: z.number().nullable().describe('less than this between two periods of as many days is noise'),
  reason: z.string().nullable().describe('why there is no mdc95'),
  usual: z
    .object({ median: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe('median and middle half of the wearer’s own valid days'),
});

/** GET /v1/trends: 4, 12 or 52 weeks that end today, day by day. */
export const trendsSchema = z
  .object({
    timeZone: z.string().describe("the wearer's, by whose clock days begin"),
    fromDate: dateSchema,
    toDate: dateSchema,
    dates: z.array(dateSchema).describe('every date, those without data too'),
    valid: z.array(z.boolean()),
    wornMin: nullableNumbersSchema.describe('null: no data on that day'),
    algorithmChanges: z.array(z.object({ date: dateSchema, algorithm: z.string() })),
    measures: z.array(trendMeasureSchema),
  })
  .meta({ id: 'Trends' });
export type Trends = z.infer<typeof trendsSchema>;
