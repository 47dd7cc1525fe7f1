import { NUDGE_REASONS, POSTURE_STATES } from '@plumbline/core';
import { z } from 'zod';
import { boutSchema } from '../live/messages.ts';
import { intervalSchema, nextSchema, nullableNumbersSchema, timeUsSchema } from './parts.ts';

/** Bouts, rotations, load and breaks, as the pipeline said them. */

const stateSchema = z.enum(POSTURE_STATES);

/** GET /v1/bouts */
export const boutPageSchema = z
  .object({ bouts: z.array(boutSchema), next: nextSchema })
  .meta({ id: 'BoutPage' });
export type BoutPage = z.infer<typeof boutPageSchema>;

export const rotationEventSchema = z
  .object({
    startUs: timeUsSchema,
    peakUs: timeUsSchema,
    endUs: timeUsSchema,
    kind: z.enum(['rotation', 'turn', 'gait', 'side_bend']),
    peakDeg: z.number().describe('left positive'),
    context: stateSchema,
    peakSpeedDps: z.number().optional(),
    beyond10S: z.number().optional(),
    beyond20S: z.number().optional(),
  })
  .meta({ id: 'RotationEvent' });

/** GET /v1/rotations */
export const rotationPageSchema = z
  .object({ rotations: z.array(rotationEventSchema), next: nextSchema })
  .meta({ id: 'RotationPage' });
export type RotationPage = z.infer<typeof rotationPageSchema>;

export const breakCreditSchema = z
  .object({
    startUs: timeUsSchema,
    endUs: timeUsSchema,
    minutes: z.number(),
    movingS: z.number(),
    postureChanged: z.boolean(),
    bandLeft: z.boolean(),
    creepBefore: z.number().nullable(),
    creepAfter: z.number().nullable(),
    creepRecovered: z.number().nullable().describe('share of the creep before'),
    stillnessRecovered: z.number().describe('share of the unbroken sitting before'),
  })
  .meta({ id: 'BreakCredit' });

/** GET /v1/load: columns of equal length, a row every ten seconds, and the breaks of the same span. */
export const loadPageSchema = z
  .object({
    tUs: z.array(timeUsSchema),
    band: z.array(z.string()),
    holdingS: z.array(z.number()),
    budgetShare: nullableNumbersSchema,
    creep: nullableNumbersSchema,
    leaning: nullableNumbersSchema,
    shifts15min: nullableNumbersSchema,
    fidgets15min: nullableNumbersSchema,
    unbrokenS: nullableNumbersSchema,
    breaks: z.array(breakCreditSchema),
    next: nextSchema,
  })
  .meta({ id: 'LoadPage' });
export type LoadPage = z.infer<typeof loadPageSchema>;

const MAX_POINTS = 10_000;
const POINTS = 1_000;
/** So many buckets. */
export const pointsSchema = z.coerce.number().int().min(1).max(MAX_POINTS).default(POINTS);

/** GET /v1/samples: raw samples of a span, the least and the most of each channel in each bucket. */
export const samplesSchema = z
  .object({
    fromUs: timeUsSchema,
    untilUs: timeUsSchema,
    bucketUs: z.number(),
    samples: z.number().int().describe('that were looked at'),
    tUs: z.array(timeUsSchema).describe('beginnings of the buckets that hold samples'),
    channels: z.array(
      z.object({
        quantity: z.string(),
        axis: z.string().nullable(),
        min: nullableNumbersSchema,
        max: nullableNumbersSchema,
      }),
    ),
    reason: z.string().nullable().describe('why there is nothing'),
  })
  .meta({ id: 'Samples' });
export type Samples = z.infer<typeof samplesSchema>;

/** Whether a break is suggested, when one would be, and what that rests on. */
export const nudgeDecisionSchema = z
  .object({
    tUs: timeUsSchema,
    nudge: z.boolean(),
    reason: z.enum(NUDGE_REASONS),
    unbrokenS: z.number().nullable(),
    limitS: z.number(),
    givenToday: z.number().int(),
    dailyCap: z.number().int(),
    nextUs: timeUsSchema.nullable().describe('if nothing changes; null: that depends on the wearer'),
  })
  .meta({ id: 'NudgeDecision' });

/** The three parts of load at a moment, and why one is not known. */
export const loadNowSchema = z
  .object({
    tUs: timeUsSchema,
    band: z.string(),
    holdingS: z.number(),
    budgetShare: z.number().nullable().describe('of how long the posture may be held'),
    creep: z.number().nullable(),
    leaning: z.number().nullable(),
    shifts15min: z.number().nullable(),
    fidgets15min: z.number().nullable(),
    unbrokenS: z.number().nullable(),
    unvariedS: z.number().nullable(),
  })
  .meta({ id: 'LoadNow' });

export const rotationBalanceSchema = z
  .object({
    context: z.enum(['sitting', 'standing', 'all']),
    asymmetry: z.number().nullable().describe('-1 to 1, right positive'),
    interval: intervalSchema,
    left: z.number().int(),
    right: z.number().int(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RotationBalance' });
