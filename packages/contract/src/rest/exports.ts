import { z } from 'zod';
import { timeUsSchema } from './parts.ts';

/** What can be taken away, by what it holds. */
export const EXPORT_TABLES = ['samples', 'seconds', 'bouts', 'rotations', 'days'] as const;

/** POST /v1/exports */
export const newExportSchema = z
  .object({
    format: z.enum(['csv', 'parquet']),
    tables: z.array(z.enum(EXPORT_TABLES)).min(1).max(EXPORT_TABLES.length),
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

export const exportFileSchema = z.object({
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  rows: z.number().int().nullable().describe('null: not a table'),
});

export const exportSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    format: z.enum(['csv', 'parquet']),
    tables: z.array(z.enum(EXPORT_TABLES)),
    createdUs: timeUsSchema,
    expiresUs: timeUsSchema.nullable(),
    problem: z.string().nullable(),
    files: z.array(exportFileSchema).describe('GET /v1/exports/{id}/files/{name}; Range is understood'),
  })
  .meta({ id: 'Export' });
export type Export = z.infer<typeof exportSchema>;
