import { z } from 'zod';
import { gatewayStatusSchema } from '../ingest/messages.ts';
import { boutSchema, livePostureSchema } from '../live/messages.ts';
import { breakCreditSchema, loadNowSchema, nudgeDecisionSchema, rotationBalanceSchema } from './events.ts';
import { measureSchema } from './parts.ts';
import { connectedGatewaySchema, storageSchema } from './system.ts';

/** GET /v1/today: the wearer's local day so far. */
export const todaySchema = z
  .object({
    date: z.iso.date(),
    timeZone: z.string(),
    startUs: z.number().int(),
    endUs: z.number().int(),
    measures: z.array(measureSchema),
    bouts: z.array(boutSchema),
    posture: livePostureSchema.nullable().describe('now; null: nothing was seen in the last minutes'),
    breaks: z.array(breakCreditSchema),
    load: loadNowSchema.nullable().describe('the last that is known today'),
    rotation: z.array(rotationBalanceSchema),
    nudge: nudgeDecisionSchema.nullable().describe('the last decision; null: nothing to decide on yet'),
    reason: z.string().nullable().describe('why there is nothing'),
  })
  .meta({ id: 'Today' });
export type Today = z.infer<typeof todaySchema>;

/** GET /v1/status: which storage, which gateways, how far behind. */
export const statusSchema = z
  .object({
    version: z.string(),
    storage: storageSchema,
    gateways: z.array(gatewayStatusSchema),
    connected: z
      .array(connectedGatewaySchema)
      .describe('the same gateways with their names and how far behind they are'),
    liveClients: z.number().int(),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof statusSchema>;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });
export const readySchema = z
  .object({ status: z.enum(['ready', 'not_ready']), database: z.boolean(), reason: z.string().nullable() })
  .meta({ id: 'Ready' });
