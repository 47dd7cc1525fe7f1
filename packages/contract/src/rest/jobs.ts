import { z } from 'zod';
import { askedDateSchema, dateSchema, measureSchema, timeUsSchema } from './parts.ts';

/** Work that takes longer than a request: ordered, followed, stopped. */

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
const MAX_PARAMETERS = 50;
const MAX_PATH = 100;

/** GET /v1/algorithms: what an analysis can be made of, and which versions have told something of the wearer. */
export const algorithmsSchema = z
  .object({
    installed: z.array(z.string()).describe('name@version of every part of this version'),
    parameters: z
      .record(z.string(), z.unknown())
      .describe('those that can be given another value, as shipped'),
    told: z
      .array(
        z.object({
          algorithm: z.string(),
          days: z.number().int(),
          firstDate: dateSchema,
          lastDate: dateSchema,
        }),
      )
      .describe('by the versions that told them, the newest last'),
  })
  .meta({ id: 'Algorithms' });
export type Algorithms = z.infer<typeof algorithmsSchema>;

const parameterSchema = z.union(
  [z.number(), z.string().max(MAX_PATH), z.array(z.number()).max(MAX_PARAMETERS)],
  'Give a number, a word, or several numbers.',
);

/** POST /v1/jobs: analyses the samples of some days again. */
export const newJobSchema = z
  .object({
    kind: z.literal('reanalysis'),
    fromDate: askedDateSchema,
    untilDate: askedDateSchema.describe('the last one, included'),
    algorithms: z
      .array(z.string().max(MAX_PATH))
      .max(MAX_PARAMETERS)
      .default([])
      .describe('name@version as in GET /v1/algorithms; a part that is not named is the installed one'),
    parameters: z
      .record(z.string().max(MAX_PATH), parameterSchema)
      .default({})
      .refine((given) => Object.keys(given).length <= MAX_PARAMETERS, `Give at most ${MAX_PARAMETERS}.`)
      .describe('other values by path, such as {"rotation.excursion.seatedThresholdDeg": 7}'),
    replace: z
      .boolean()
      .default(false)
      .describe('true: what is shown of these days becomes what this version tells, with shipped parameters'),
  })
  .meta({ id: 'NewJob' });
export type NewJob = z.infer<typeof newJobSchema>;

/** GET /v1/jobs: own orders of every kind, the latest first. */
export const jobSchema = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('reanalysis, export'),
    state: z.enum(JOB_STATES),
    progress: z.number().min(0).max(1),
    problem: z.string().nullable().describe('why it failed'),
    input: z.record(z.string(), z.unknown()).describe('as it was ordered'),
    createdUs: timeUsSchema,
    startedUs: timeUsSchema.nullable(),
    finishedUs: timeUsSchema.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;

const countsSchema = z.object({
  before: z.number().int(),
  after: z.number().int(),
  same: z.number().int().describe('told alike by both'),
});

const measureDifferenceSchema = z.object({
  id: z.string(),
  unit: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  difference: z.number().nullable().describe('after less before; null unless both have a value'),
  withinInterval: z.boolean().nullable().describe('whether `after` lies in the interval of `before`'),
  why: z.string().nullable().describe('why they may differ; null for equal ones'),
});

/** What is shown and what the analysis told, each with its measures. */
const toldSchema = z.object({
  algorithm: z.string(),
  computedUs: timeUsSchema.nullable().describe('null: by the job'),
  measures: z.array(measureSchema),
});

/** GET /v1/jobs/{id}/days: a day before and after, side by side. */
export const dayComparisonSchema = z
  .object({
    date: dateSchema,
    reason: z.string().nullable().describe('why there is nothing to compare'),
    before: toldSchema.nullable().describe('as it was shown when the job came to the day'),
    after: toldSchema.nullable(),
    measures: z.array(measureDifferenceSchema).describe('of either'),
    bouts: countsSchema.describe('with the same posture from and to the same time'),
    seconds: countsSchema.describe('with the same posture'),
  })
  .meta({ id: 'DayComparison' });
export type DayComparison = z.infer<typeof dayComparisonSchema>;
