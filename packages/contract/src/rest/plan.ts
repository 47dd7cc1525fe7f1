import { z } from 'zod';
import { dateSchema, timeUsSchema } from './parts.ts';

/** What a wearer and a therapist agreed on, and what was done of it. */

const MOST_BREAK_MIN = 30;
const MOST_BREAKS = 20;
const MOST_MOVING_MIN = 240;
const DAYS_A_WEEK = 7;
const MOST_RATIO = 10;

const rangeSchema = (most: number) =>
  z
    .object({ least: z.number().int().min(0).max(most), most: z.number().int().min(0).max(most) })
    .refine(({ least, most }) => least <= most, 'Give `least` no larger than `most`.');

/**
 * PUT /v1/plan. What is left out is as delivered: breaks of 2 to 4 minutes, 2 to 5 a day, and 10 to 20 minutes on most
 * days.
 */
export const planSettingsSchema = z
  .object({
    breakMin: rangeSchema(MOST_BREAK_MIN)
      .default({ least: 2, most: 4 })
      .describe('how long a break is to be; longer ones count too'),
    breaksPerDay: rangeSchema(MOST_BREAKS).default({ least: 2, most: 5 }),
    movingMin: rangeSchema(MOST_MOVING_MIN)
      .default({ least: 10, most: 20 })
      .describe('minutes of walking on a day that counts; more counts too'),
    movingDaysPerWeek: z.number().int().min(0).max(DAYS_A_WEEK).default(5),
    favoured: z
      .object({ side: z.enum(['left', 'right']), ratio: z.number().gt(1).max(MOST_RATIO) })
      .nullable()
      .default(null)
      .describe('a side to turn to more, on purpose, so many times as much as to the other; null: none'),
  })
  .meta({ id: 'PlanSettings' });
export type PlanSettings = z.infer<typeof planSettingsSchema>;

export const planDaySchema = z.object({
  date: dateSchema,
  valid: z.boolean().describe('worn long enough to count'),
  breaks: z
    .number()
    .int()
    .nullable()
    .describe('at least as long as the plan of the day wants; null: the consent does not open it'),
  breakMin: z.number().nullable().describe('minutes of them together'),
  movingMin: z.number().describe('minutes of walking'),
});
export type PlanDay = z.infer<typeof planDaySchema>;

/** A plan holds from the day on which it was agreed on, by the wearer's clock; of several on one day the last. */
const agreedSchema = z.object({ fromDate: dateSchema, settings: planSettingsSchema });

/** GET /v1/plan: what holds now, and what was done in the last weeks, each day beside what held on it. */
export const planSchema = z
  .object({
    settings: planSettingsSchema,
    changedUs: timeUsSchema.nullable().describe('null: as delivered, nobody agreed on anything else'),
    own: z.boolean().describe('the last change is by the one who asks'),
    fromDate: dateSchema,
    toDate: dateSchema,
    agreed: z
      .array(agreedSchema)
      .min(1)
      .describe('what held in these weeks, oldest first; the first of them from `fromDate` on'),
    days: z.array(planDaySchema).describe('those with data'),
    reason: z.string().nullable().describe('why breaks are not known'),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof planSchema>;
