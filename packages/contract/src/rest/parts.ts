import { z } from 'zod';

/** Parts that several answers share. */

export const timeUsSchema = z.number().int().describe('microseconds since the epoch, UTC');
/** The year 2096. Later ones may come back from the database as numbers that are no whole microseconds. */
const LAST_US = 4e15;
/** A time that somebody says and is told again. */
export const saidUsSchema = timeUsSchema.min(0).max(LAST_US);
/** In an address everything is text. */
export const timeUsQuerySchema = z.coerce
  .number('Give microseconds since the epoch, UTC.')
  .int('Give microseconds since the epoch, UTC.')
  .min(0)
  .max(Number.MAX_SAFE_INTEGER);

export const measureSchema = z
  .object({
    id: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    coverage: z.number().min(0).max(1),
    interval: z.tuple([z.number(), z.number()]).nullable(),
    algorithm: z.string(),
    parameterHash: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Measure' });

export const dateSchema = z.iso.date('Give a date such as 2026-11-21.');
/** As it may be asked for: the weeks and years before and after it are dates too, for the database as well. */
export const askedDateSchema = dateSchema.refine(
  (date) => date >= '1970-01-01' && date < '3000-01-01',
  'Give a date of the years from 1970 to 2999.',
);
const intervalSchema = z.tuple([z.number(), z.number()]).nullable();
export const nullableNumbersSchema = z.array(z.number().nullable());
export { intervalSchema };

const MAX_CURSOR = 200;
/** Where the next page begins; as the page before gave it. */
export const cursorSchema = z.string().max(MAX_CURSOR).optional();
const MAX_PAGE = 10_000;
const PAGE = 1_000;
export const limitSchema = z.coerce.number().int().min(1).max(MAX_PAGE).default(PAGE);
export const nextSchema = z.string().nullable().describe('cursor of the next page; null: this was the last');
