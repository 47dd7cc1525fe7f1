import { BEND_REFUSALS } from '@plumbline/core';
import { z } from 'zod';
import { timeUsSchema } from './parts.ts';

/** How a sensor is worn: guided bends that show it, and what became known of it over time. */

const bendCalibrationSchema = z.object({
  bends: z.number().int(),
  axesSdDeg: z.number().describe('standard deviation of the axes of the bends about their mean'),
  leastEigenvalueRatio: z.number().describe('of the bend that was least about one axis'),
  flexionRangeDeg: z.number(),
  quality: z.number().min(0).max(1).describe('a ranking: 1 when all bends went the same way'),
  calibratedAtUs: timeUsSchema,
});

/** GET /v1/bends: where the test stands. Ask again with `?after=` its version: the answer comes when there is another. */
export const bendsSchema = z
  .object({
    version: z.number().int().describe('grows with every word; 0: no test was begun'),
    phase: z
      .enum(['none', 'stand_still', 'bend', 'accepted', 'refused'])
      .describe('after accepted or refused nothing changes any more: begin another one'),
    bends: z.number().int().describe('that count so far'),
    of: z.number().int(),
    tiltDeg: z.number().describe('now, against standing'),
    refusal: z
      .enum(BEND_REFUSALS)
      .nullable()
      .describe('why the last bend did not count, or why the test was refused'),
    text: z.string().describe('one plain sentence'),
    reason: z.string().nullable().describe('why nothing happens'),
    streamId: z.uuid().nullable().describe('whose samples are followed'),
    calibration: bendCalibrationSchema.nullable(),
  })
  .meta({ id: 'Bends' });
export type Bends = z.infer<typeof bendsSchema>;

export const bendsAfterSchema = z.coerce.number().int().min(0).optional();

/** GET /v1/calibrations: the latest first. */
export const calibrationEntrySchema = z
  .object({
    id: z.uuid(),
    atUs: timeUsSchema,
    ageS: z.number().describe('until now'),
    kind: z
      .string()
      .describe(
        'bends: a guided test; mounting: what a wear session knew at its end; else what became of the clip: slip, upside_down, turned, inside_out, removed, worn_again, gyro_against, gyro_right',
      ),
    sessionId: z.uuid(),
    sensors: z.array(z.string()),
    source: z.string().nullable().describe('of the forward axis: bends, walking, stated, seeded, sitting'),
    quality: z.number().min(0).max(1).nullable(),
    reasons: z.array(z.string()).describe('for every point taken off'),
    flexionRangeDeg: z.number().nullable(),
    angleDeg: z.number().nullable().describe('by which the clip moved'),
    judged: z
      .boolean()
      .nullable()
      .describe('of a movement: true when it was acted on, false while it is a warning'),
    withdrawn: z.boolean(),
    seeds: z.boolean().describe('whether the next session with the same sensor can begin with it'),
  })
  .meta({ id: 'CalibrationEntry' });
export type CalibrationEntry = z.infer<typeof calibrationEntrySchema>;
