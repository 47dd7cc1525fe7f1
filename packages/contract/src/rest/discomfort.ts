import { LOAD_PARTS, NO_CORRELATION } from '@plumbline/core';
import { z } from 'zod';
import { dateSchema, intervalSchema } from './parts.ts';

const partSchema = z.object({
  part: z
    .enum(LOAD_PARTS)
    .describe(
      'holding: highest share of a budget; creep: its mean; movements: shifts and fidgets per 15 min',
    ),
  ratings: z.number().int().describe('those with a known load in the hour before'),
  days: z.number().int().describe('on so many days'),
  rho: z.number().min(-1).max(1).nullable().describe('rank correlation about the means of each week'),
  interval: intervalSchema.describe('95 %, from leaving out one day at a time'),
  reason: z.enum(NO_CORRELATION).nullable().describe('why there is none'),
});

/** GET /v1/discomfort: what was said (CR-10), against each part of the load in the hour before. */
export const discomfortSchema = z
  .object({
    fromDate: dateSchema,
    toDate: dateSchema,
    ratings: z.number().int().describe('of these weeks, the newest 2000 at most'),
    needed: z
      .object({ ratings: z.number().int(), days: z.number().int() })
      .describe('with a known load before them; fewer say nothing'),
    parts: z.array(partSchema).describe('empty: see `reason`'),
    reason: z.string().nullable().describe('why the load is not known'),
  })
  .meta({ id: 'Discomfort' });
export type Discomfort = z.infer<typeof discomfortSchema>;
