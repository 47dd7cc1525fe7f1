import { z } from 'zod';
import { timeZoneSchema } from '../time-zone.ts';
import { timeUsQuerySchema, timeUsSchema } from './parts.ts';
import { scopeSchema } from './people.ts';

/** What can be taken away, by what it holds. */
export const EXPORT_TABLES = ['samples', 'seconds', 'bouts', 'rotations', 'days'] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];

export const EXPORT_FORMATS = ['csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const formatSchema = z.enum(EXPORT_FORMATS);
const tablesSchema = z.array(z.enum(EXPORT_TABLES)).min(1).max(EXPORT_TABLES.length);

/** POST /v1/exports and /v1/exports/estimates */
export const newExportSchema = z
  .object({
    format: formatSchema,
    tables: tablesSchema,
    fromUs: timeUsSchema,
    untilUs: timeUsSchema,
    dateShiftDays: z
      .number()
      .int()
      .min(-3_660)
      .max(3_660)
      .default(0)
      .describe('moves every time by whole days, so that dates tell less'),
  })
  .meta({ id: 'NewExport' });
export type NewExport = z.infer<typeof newExportSchema>;

const PSEUDONYM_LENGTH = 40;
export const pseudonymSchema = z
  .string()
  .min(1)
  .max(PSEUDONYM_LENGTH)
  .describe('of a participant, as in GET /v1/studies/{id}/participants');

/** POST /v1/studies/{id}/exports and /v1/studies/{id}/export-estimates */
export const newStudyExportSchema = z
  .object({
    participant: pseudonymSchema,
    format: formatSchema,
    tables: tablesSchema,
    fromUs: timeUsSchema
      .optional()
      .describe('by the shifted dates of the study; from the beginning without it'),
    untilUs: timeUsSchema.optional().describe('by the shifted dates of the study; to the end without it'),
  })
  .meta({ id: 'NewStudyExport' });
export type NewStudyExport = z.infer<typeof newStudyExportSchema>;

/** GET /v1/studies/{id}/participants: whose data a researcher may take away now. */
export const participantSchema = z
  .object({ participant: pseudonymSchema, scopes: z.array(scopeSchema) })
  .meta({ id: 'Participant' });
export type Participant = z.infer<typeof participantSchema>;

export const exportFileSchema = z.object({
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  rows: z.number().int().nullable().describe('null: not a table'),
});

/** What an export will be, before it begins. */
export const exportEstimateSchema = z
  .object({
    rows: z.number().int(),
    bytes: z.number().int(),
    seconds: z.number().describe('on a small machine that does nothing else'),
  })
  .meta({ id: 'ExportEstimate' });
export type ExportEstimate = z.infer<typeof exportEstimateSchema>;

export const exportSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    format: formatSchema,
    tables: z.array(z.enum(EXPORT_TABLES)),
    study: z
      .object({ id: z.uuid(), participant: pseudonymSchema })
      .nullable()
      .describe('in the name of which study; null: none'),
    createdUs: timeUsSchema,
    expiresUs: timeUsSchema.nullable(),
    problem: z.string().nullable(),
    withheld: z
      .boolean()
      .describe('what is in it is not open to whoever asks any more: its files are refused with 403'),
    daysNotYetSummarised: z
      .number()
      .int()
      .describe('with `days`: that were missing in it, or stood as they were before their latest data'),
    files: z
      .array(exportFileSchema)
      .describe('GET /v1/exports/{id}/files/{name}; Range is understood. The last is manifest.json'),
  })
  .meta({ id: 'Export' });
export type Export = z.infer<typeof exportSchema>;

const MAX_IMPORT_NAME = 200;
const MAX_AXES = 40;

/** Of POST /v1/imports; the body is the recording. */
export const importQuerySchema = {
  name: z.string().trim().min(1).max(MAX_IMPORT_NAME).default('recording.csv').describe('of the file'),
  axes: z.string().max(MAX_AXES).optional().describe('nominal mounting such as `up,right,forward`'),
  timeZone: timeZoneSchema
    .optional()
    .describe('whose midnights part the days; that of the server without it'),
  startUs: timeUsQuerySchema
    .optional()
    .describe('when the first row was measured, where t_us does not say it'),
};

export interface NewImport {
  readonly name: string;
  readonly axes?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly startUs?: number | undefined;
}

/** Why a line of a recording was left out. */
export const recordingFaultSchema = z.object({
  line: z.number().int().describe('counted from 1; 0: the file as a whole'),
  field: z.string(),
  value: z.string(),
  problem: z.string(),
  remedy: z.string(),
});

/** A recording on its way into a wear session. */
export const importSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    name: z.string(),
    createdUs: timeUsSchema,
    problem: z.string().nullable().describe('why nothing more of it is taken in'),
    result: z
      .object({
        stream: z.uuid(),
        session: z.uuid(),
        samples: z.number().int().describe('rows that are stored'),
        refused: z.number().int().describe('lines that were left out'),
        faults: z.array(recordingFaultSchema).describe('the first of them'),
        missing: z.number().int().describe('samples that the file does not hold between its rows'),
        startUs: timeUsSchema.nullable(),
        endUs: timeUsSchema.nullable(),
        repeated: z.boolean().describe('the same recording was taken in before: nothing changed'),
      })
      .nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof importSchema>;
