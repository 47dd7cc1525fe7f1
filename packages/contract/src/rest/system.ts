import { z } from 'zod';
import { gatewayStatusSchema } from '../ingest/messages.ts';
import { timeUsSchema } from './parts.ts';

/** Whether everything works: what an operator looks at. Nothing of a person, and nothing of what a body did. */

/** How well the database keeps people apart, and what it can do. */
export const storageSchema = z.object({
  home: z.enum(['timescaledb-tsl', 'timescaledb-apache', 'postgresql']),
  serverVersion: z.string(),
  extensionVersion: z.string().nullable(),
  confinement: z
    .enum(['login', 'set_role', 'none'])
    .describe('how well the database keeps people apart: see docs/storage.md'),
});

/** A gateway whose connection is open, with what it said last. */
export const connectedGatewaySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    version: z.string(),
    lagS: z
      .number()
      .nullable()
      .describe(
        'from the newest sample of its wearer to its arrival here; null: none has come since the start',
      ),
    status: gatewayStatusSchema.nullable().describe('null: it has not said anything yet'),
  })
  .meta({ id: 'ConnectedGateway' });
export type ConnectedGatewayView = z.infer<typeof connectedGatewaySchema>;

const bytes = z.number().nonnegative();

/** GET /v1/system */
export const systemSchema = z
  .object({
    version: z.string(),
    nodeVersion: z.string(),
    platform: z.string(),
    startedUs: timeUsSchema,
    nowUs: timeUsSchema,
    storage: storageSchema,
    schema: z.string().describe('the last migration'),
    database: z.object({
      bytes,
      answeredMs: z.number().describe('how long it took to ask'),
      tables: z
        .array(z.object({ name: z.string(), bytes }))
        .describe('the largest first, with their indexes and parts'),
    }),
    disk: z
      .object({ freeBytes: bytes, totalBytes: bytes })
      .nullable()
      .describe('where exports lie; null: it cannot be asked'),
    memoryBytes: bytes,
    ingest: z.object({
      sessions: z.number().int(),
      pendingBytes: bytes.describe('taken in and not stored yet'),
      liveClients: z.number().int(),
    }),
    gateways: z.array(connectedGatewaySchema),
    silentGateways: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string().nullable().describe('as it last called itself; null: not kept'),
          lastSampleUs: timeUsSchema.nullable(),
        }),
      )
      .describe('recorded in the last 30 days, and not connected now'),
    waiting: z.object({
      recompute: z.number().int().describe('sessions to be analysed again'),
      summaries: z.number().int().describe('days to be summarised again'),
      jobs: z.number().int(),
    }),
    backup: z
      .object({ atUs: timeUsSchema, rows: z.number().nullable(), bytes: bytes.nullable() })
      .nullable()
      .describe('the last that was reported; null: none ever was'),
    diagnostics: z
      .string()
      .describe('all of it as text to be sent to somebody: no names, no ids, no addresses'),
  })
  .meta({ id: 'System' });
export type System = z.infer<typeof systemSchema>;
