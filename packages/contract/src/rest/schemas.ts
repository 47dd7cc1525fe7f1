import { z } from 'zod';
import { gatewayStatusSchema } from '../ingest/messages.ts';
import { boutSchema } from '../live/messages.ts';

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

/** GET /v1/today: the wearer's local day so far. */
export const todaySchema = z
  .object({
    date: z.iso.date(),
    timeZone: z.string(),
    startUs: z.number().int(),
    endUs: z.number().int(),
    measures: z.array(measureSchema),
    bouts: z.array(boutSchema),
  })
  .meta({ id: 'Today' });
export type Today = z.infer<typeof todaySchema>;

/** GET /v1/status: which storage, which gateways, how far behind. */
export const statusSchema = z
  .object({
    version: z.string(),
    storage: z.object({
      home: z.enum(['timescaledb-tsl', 'timescaledb-apache', 'postgresql']),
      serverVersion: z.string(),
      extensionVersion: z.string().nullable(),
      confinement: z
        .enum(['login', 'set_role', 'none'])
        .describe('how well the database keeps people apart: see docs/storage.md'),
    }),
    gateways: z.array(gatewayStatusSchema),
    liveClients: z.number().int(),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof statusSchema>;

/** RFC 9457 problem details; `field`, `value` and `remedy` say what to change. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    field: z.string().optional(),
    value: z.string().optional(),
    remedy: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });
export const readySchema = z
  .object({ status: z.enum(['ready', 'not_ready']), database: z.boolean(), reason: z.string().nullable() })
  .meta({ id: 'Ready' });
