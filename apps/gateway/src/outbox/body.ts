import {
  decodeBlock,
  type Gap,
  RECORD_KIND,
  type RecordFrame,
  type SampleBlock,
  type StreamOpen,
} from '@plumbline/contract';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function jsonBody(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** A frame's JSON body; for records that this program wrote itself. */
export function parseBody<T>(body: Uint8Array): T {
  return JSON.parse(decoder.decode(body)) as T;
}

/** What a record covers in time, and how many samples. Null for records that cover none. */
export interface Extent {
  readonly startUs: number;
  readonly endUs: number;
  readonly samples: number;
}

export function extentOf(frame: RecordFrame, open: StreamOpen | null): Extent | null {
  if (frame.kind === RECORD_KIND.gap) {
    const { startUs, endUs, missing } = parseBody<Gap>(frame.body);
    return { startUs, endUs, samples: missing };
  }
  if (frame.kind !== RECORD_KIND.samples || open === null) return null;
  const block = blockOf(frame, open);
  return { startUs: block.tUs[0]!, endUs: block.tUs[block.n - 1]!, samples: block.n };
}

export function blockOf(frame: RecordFrame, open: StreamOpen): SampleBlock {
  return decodeBlock(
    frame.body,
    open.channels.map((channel) => channel.encoding),
  );
}
