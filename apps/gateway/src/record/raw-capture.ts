import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/**
 * Raw capture (`.plraw`): one JSON line that says what was captured, then one JSON line per notification, so
 * that decoding can be repeated years later.
 */
const headerSchema = z.object({
  format: z.literal('plraw'),
  version: z.literal(1),
  driver: z.string(),
  options: z.record(z.string(), z.string()),
  rateHz: z.number().positive(),
  sensor: z.object({ id: z.string(), name: z.string() }),
  /** One moment by both clocks: monotonic nanoseconds as a decimal string, microseconds UTC. */
  anchor: z.object({ monotonicNs: z.string().regex(/^\d+$/), utcUs: z.number() }),
  software: z.string(),
});
export type RawCaptureHeader = z.infer<typeof headerSchema>;

const recordSchema = z.union([
  z.object({
    hostRxNs: z.string().regex(/^\d+$/),
    characteristic: z.string(),
    bytes: z.string().regex(/^([0-9a-f]{2})*$/),
  }),
  /** Samples count from here on, or no longer: the sensor is being set up or let go. */
  z.object({ recording: z.boolean() }),
]);

export interface RawNotification {
  readonly rxNs: bigint;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}

export interface RecordingMark {
  readonly recording: boolean;
}

/** The line and what is wrong with it. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';

  constructor(path: string, line: number, problem: string) {
    super(`${path}, line ${line}: ${problem}. A capture is written by: plumbline record --raw`);
  }
}

export class RawCaptureWriter {
  readonly #write: (text: string) => void;
  count = 0;

  constructor(header: RawCaptureHeader, write: (text: string) => void) {
    this.#write = write;
    write(lineOf(header));
  }

  notification(characteristic: string, bytes: Uint8Array, rxNs: bigint): void {
    this.count++;
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
    this.#write(lineOf({ hostRxNs: String(rxNs), characteristic, bytes: hex }));
  }

  recording(on: boolean): void {
    this.#write(lineOf({ recording: on }));
  }
}

/** What a sensor calls itself may hold characters that end a line for some readers, ours among them. */
function lineOf(value: object): string {
  const text = JSON.stringify(value).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  return `${text}\n`;
}

export interface RawCapture {
  readonly header: RawCaptureHeader;
  readonly records: AsyncIterable<RawNotification | RecordingMark>;
  /** How much of the file has been read, 0 to 1. */
  share(): number;
}

/** Throws {@link CaptureError}. A torn last line, as a crash leaves it, ends the capture without an error. */
export async function openCapture(path: string): Promise<RawCapture> {
  const file = createReadStream(path);
  const lines = numbered(file)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new CaptureError(path, 1, 'the file is empty');
  const header = parse(headerSchema, first.value.text);
  if (header === null) throw new CaptureError(path, 1, 'it is no header of a capture, version 1');
  const { size } = await stat(path);
  return { header, records: recordsOf(path, lines), share: () => file.bytesRead / size };
}

async function* recordsOf(
  path: string,
  lines: AsyncIterator<NumberedLine>,
): AsyncGenerator<RawNotification | RecordingMark> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const { text, line, last } = next.value;
    const record = parse(recordSchema, text);
    if (record === null && last) return;
    if (record === null) throw new CaptureError(path, line, 'it is no record');
    if ('recording' in record) yield record;
    else {
      const bytes = new Uint8Array(Buffer.from(record.bytes, 'hex'));
      yield { rxNs: BigInt(record.hostRxNs), characteristic: record.characteristic, bytes };
    }
  }
}

interface NumberedLine {
  readonly text: string;
  readonly line: number;
  readonly last: boolean;
}

/** One line late, so that the last one is known as such. */
async function* numbered(file: ReadStream): AsyncGenerator<NumberedLine> {
  let line = 0;
  let held: string | null = null;
  for await (const text of createInterface({
    input: file,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (held !== null) yield { text: held, line, last: false };
    held = text;
    line++;
  }
  if (held !== null) yield { text: held, line, last: true };
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
