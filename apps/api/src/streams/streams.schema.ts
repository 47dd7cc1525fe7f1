import { channelSchema } from '@plumbline/contract';
import { z } from 'zod';

const tUs = z.number().int().describe('microseconds since the epoch, UTC');

export const streamIdSchema = z.uuid('Give the id of a stream, a UUID as in GET /v1/streams.');

export const streamSummarySchema = z
  .object({
    id: z.uuid(),
    sessionId: z.uuid(),
    sensor: z.string(),
    source: z.string(),
    rateHz: z.number(),
    channels: z.array(channelSchema),
    nextSequence: z.number().int().describe('every record below it is stored'),
    samples: z.number().int(),
    rejectedRecords: z.number().int(),
    missingSamples: z.number().int().describe('sum over the gaps'),
    openedUs: tUs,
    endedUs: tUs.nullable(),
  })
  .meta({ id: 'Stream' });
export type StreamSummary = z.infer<typeof streamSummarySchema>;

export const streamDigestSchema = z
  .object({
    id: z.uuid(),
    blocks: z.number().int(),
    samples: z.number().int(),
    sha256: z.string().describe('over `t_us,count,count,...\\n` per sample'),
    countsSha256: z.string().describe('the same without the times'),
  })
  .meta({ id: 'StreamDigest' });
export type StreamDigest = z.infer<typeof streamDigestSchema>;
