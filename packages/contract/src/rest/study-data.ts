import { z } from 'zod';
import { pseudonymSchema } from './exports.ts';
import { timeUsSchema } from './parts.ts';

/** What a researcher wants to know before taking data away. */

/** GET /v1/studies/{id}/streams: how well each stream came through. Times are the shifted ones of the study. */
export const studyStreamSchema = z
  .object({
    participant: pseudonymSchema,
    stream: z.number().int().describe('of the participant, counted from 1'),
    driver: z.string(),
    rateHz: z.number(),
    quantities: z.array(z.string()),
    openedUs: timeUsSchema,
    lastSampleUs: timeUsSchema.nullable(),
    samples: z.number().int(),
    gaps: z.number().int(),
    missingSamples: z.number().int(),
    rejectedRecords: z.number().int(),
  })
  .meta({ id: 'StudyStream' });
export type StudyStream = z.infer<typeof studyStreamSchema>;

/** GET /v1/data-dictionary: the tables of an export, column by column, as they are in its own dictionary. */
export const dictionaryTableSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    scope: z.string().nullable().describe('what the wearer must have consented to; null: comes with samples'),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        unit: z.string().nullable(),
        description: z.string(),
        optional: z.boolean().describe('missing values occur'),
      }),
    ),
  })
  .meta({ id: 'DictionaryTable' });
export type DictionaryTable = z.infer<typeof dictionaryTableSchema>;
