import {
  type ChannelEncoding,
  type DeviceState,
  decodeBlock,
  deviceStateSchema,
  type Gap,
  gapSchema,
  type RecordKind,
  type SampleBlock,
  type StreamClose,
  type StreamOpen,
  streamCloseSchema,
  streamOpenSchema,
} from '@plumbline/contract';
import type { ZodType } from 'zod';

/** Why a record is refused, for the person who looks after the gateway. */
export interface Fault {
  readonly field: string;
  readonly value: string;
  readonly remedy: string;
}

/** A record as it came; `kind` null: the frame's head is readable and its kind is not known. */
export interface IncomingRecord {
  readonly streamId: string;
  readonly sequence: number;
  readonly kind: RecordKind | null;
  readonly body: Uint8Array;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/** A value in a message is shown up to this length. */
const MAX_SHOWN = 80;
/** A clock further ahead than this is wrong; time zones mixed up are below it. */
const MAX_AHEAD_US = 24 * 3600e6;

/** What JSON can say and PostgreSQL cannot store; JSON.stringify writes exactly these as escapes. */
const UNSTORABLE = /\\u(0000|d[89a-f])/;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Memory of the block before: small arrays outside the heap are dear to get and to give back. */
let reused: SampleBlock | undefined;

export const parseOpen = (body: Uint8Array): Parsed<StreamOpen> => parseJson(body, streamOpenSchema);
export const parseGap = (body: Uint8Array): Parsed<Gap> => parseJson(body, gapSchema);
export const parseDevice = (body: Uint8Array): Parsed<DeviceState> => parseJson(body, deviceStateSchema);
export const parseClose = (body: Uint8Array): Parsed<StreamClose> => parseJson(body, streamCloseSchema);

/** `lastUs`: the stream's last sample so far, or -Infinity. The block is valid until the next call. */
export function parseSamples(
  body: Uint8Array,
  encodings: readonly ChannelEncoding[],
  lastUs: number,
  nowUs: number,
): Parsed<SampleBlock> {
  let block: SampleBlock;
  try {
    block = decodeBlock(body, encodings, reused);
    reused = block;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fault('samples', error.message, 'Send the block as the stream was opened: see the block codec.');
  }
  const bad = badTime(block, lastUs, nowUs) ?? badCount(block, encodings);
  return bad === null ? { ok: true, value: block } : { ok: false, fault: bad };
}

function badTime(block: SampleBlock, lastUs: number, nowUs: number): Fault | null {
  let before = lastUs;
  for (let i = 0; i < block.n; i++) {
    const tUs = block.tUs[i]!;
    if (!(tUs > before) || tUs < 0) {
      return {
        field: `tUs[${i}]`,
        value: `${tUs}, after ${before}`,
        remedy: 'Times of a stream must increase from sample to sample.',
      };
    }
    before = tUs;
  }
  if (before <= nowUs + MAX_AHEAD_US) return null;
  return {
    field: 'tUs',
    value: String(before),
    remedy: 'It is more than a day ahead: set the clock of the gateway.',
  };
}

/** Beyond 2^53 neighbouring integers are the same double. */
function badCount(block: SampleBlock, encodings: readonly ChannelEncoding[]): Fault | null {
  for (let c = 0; c < encodings.length; c++) {
    if (encodings[c] !== 'int') continue;
    const column = block.channels[c]!;
    let at = 0;
    while (at < block.n && Number.isSafeInteger(column[at])) at++;
    if (at === block.n) continue;
    const value = String(column[at]);
    return { field: `channels[${c}][${at}]`, value, remedy: 'Raw counts must be below 2^53.' };
  }
  return null;
}

function parseJson<T>(body: Uint8Array, schema: ZodType<T>): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(body));
  } catch {
    return fault('body', show(Buffer.from(body).toString('latin1')), 'Send the body as UTF-8 JSON.');
  }
  if (UNSTORABLE.test(JSON.stringify(json))) {
    return fault('body', show(json), 'Texts must not hold NUL characters or half surrogate pairs.');
  }
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0]!;
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null)?.[key],
    json,
  );
  return fault(issue.path.join('.') || 'body', show(value), issue.message);
}

function fault(field: string, value: string, remedy: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { field, value, remedy } };
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing');
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
