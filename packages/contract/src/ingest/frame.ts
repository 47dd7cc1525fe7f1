import { RECORD_KIND, type RecordKind } from './records.ts';

/** A binary websocket frame: 16 bytes stream UUID, u32 sequence (little-endian), u8 kind, body. */
export interface RecordFrame {
  readonly streamId: string;
  readonly sequence: number;
  readonly kind: RecordKind;
  readonly body: Uint8Array;
}

const UUID_BYTES = 16;
const HEADER_BYTES = UUID_BYTES + 4 + 1;
/** One frame is at most this long; the sender cuts, the receiver refuses. */
export const MAX_FRAME_BYTES = 1 << 20;

const kinds: readonly number[] = Object.values(RECORD_KIND);

export function encodeFrame(frame: RecordFrame): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + frame.body.length);
  const hex = frame.streamId.replaceAll('-', '');
  for (let i = 0; i < UUID_BYTES; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(UUID_BYTES, frame.sequence, true);
  bytes[UUID_BYTES + 4] = frame.kind;
  bytes.set(frame.body, HEADER_BYTES);
  return bytes;
}

/** Throws RangeError naming what is wrong; the body shares memory with `bytes`. */
export function decodeFrame(bytes: Uint8Array): RecordFrame {
  if (bytes.length < HEADER_BYTES)
    throw new RangeError(`a frame of ${bytes.length} bytes; at least ${HEADER_BYTES}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = bytes[UUID_BYTES + 4]!;
  if (!kinds.includes(kind)) throw new RangeError(`record kind ${kind}; known are ${kinds.join(', ')}`);
  return {
    streamId: readUuid(bytes),
    sequence: view.getUint32(UUID_BYTES, true),
    kind: kind as RecordKind,
    body: bytes.subarray(HEADER_BYTES),
  };
}

/** Whose record a frame is, even when the rest of it cannot be read; null when it is too short for that. */
export function frameAddress(bytes: Uint8Array): Pick<RecordFrame, 'streamId' | 'sequence'> | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { streamId: readUuid(bytes), sequence: view.getUint32(UUID_BYTES, true) };
}

function readUuid(bytes: Uint8Array): string {
  let hex = '';
  for (let i = 0; i < UUID_BYTES; i++) hex += bytes[i]!.toString(16).padStart(2, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const LENGTH_BYTES = 4;

/** One binary websocket message: any number of frames, each after its u32 length (little-endian). */
export function encodeMessage(frames: readonly Uint8Array[]): Uint8Array {
  const total = frames.reduce((sum, frame) => sum + LENGTH_BYTES + frame.length, 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const frame of frames) {
    view.setUint32(at, frame.length, true);
    bytes.set(frame, at + LENGTH_BYTES);
    at += LENGTH_BYTES + frame.length;
  }
  return bytes;
}

/** The frames of a message, undecoded; throws RangeError when a length runs past the end. */
export function splitMessage(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at + LENGTH_BYTES;
    const end = start > bytes.length ? Number.POSITIVE_INFINITY : start + view.getUint32(at, true);
    if (end > bytes.length)
      throw new RangeError(`a frame runs past the end of a message of ${bytes.length} bytes`);
    frames.push(bytes.subarray(start, end));
    at = end;
  }
  return frames;
}
