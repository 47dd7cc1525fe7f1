import { float32At, int16At, uint16At, uint32At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector, Json } from '../../driver.ts';
import { deviceRecord } from './device-records.ts';
import { type Field, KIND_BYTES, MODES, PAYLOADS, payloadBytes, payloadOf, TIME_BYTES } from './modes.ts';

const UT_PER_ARBITRARY_UNIT = 40;

function fieldValue(b: Uint8Array, at: number, { kind, scale }: Field): number {
  if (kind === 'f32') return float32At(b, at);
  if (kind === 'u8') return b[at]!;
  return (kind === 'i16' ? int16At(b, at) : uint16At(b, at)) * scale;
}

function payloadRecord(b: Uint8Array, mode: number): InspectedRecord {
  const record: Record<string, Json> = { kind: 'payload', mode, t_us: uint32At(b, 0) };
  let at = TIME_BYTES;
  for (const field of MODES.get(mode) ?? []) {
    const bytes = KIND_BYTES[field.kind];
    const values = Array.from({ length: field.count }, (_, i) => fieldValue(b, at + i * bytes, field));
    record[field.name] = field.count === 1 ? values[0]! : values;
    if (field.name === 'mag_au') record.mag_uT = values.map((v) => v * UT_PER_ARBITRARY_UNIT);
    at += field.count * bytes;
  }
  return record;
}

/** A payload of the mode: of its size, bare or padded, with a unit quaternion where it has one. */
function fits(b: Uint8Array, mode: number): boolean {
  const bytes = payloadBytes(mode);
  if (b.length !== bytes && b.length !== payloadOf(mode).bytes) return false;
  if (b.subarray(bytes).some((byte) => byte !== 0)) return false;
  const first = MODES.get(mode)?.[0]?.name;
  if (first !== 'quat_wxyz' && first !== 'dq_wxyz') return true;
  const norm = Math.hypot(...[0, 1, 2, 3].map((i) => float32At(b, TIME_BYTES + 4 * i)));
  return Math.abs(norm - 1) < UNIT_NORM_TOLERANCE;
}

const UNIT_NORM_TOLERANCE = 1e-3;
/** Which mode to assume first where several fit: those that Plumbline uses, then the richer ones. */
const GUESS_ORDER = [26, 3, 24, 5, 21, 2, 19, 18, 20, 4, 22, 7, 16, 23, 6];

export function guessMode(b: Uint8Array): number | null {
  if (deviceRecord(b)) return null;
  const fitting = GUESS_ORDER.filter((mode) => fits(b, mode));
  const padded = PAYLOADS.some((payload) => payload.bytes === b.length);
  const exact = padded ? undefined : fitting.find((mode) => payloadBytes(mode) === b.length);
  return exact ?? fitting[0] ?? null;
}

/** Synchronisation and recording messages: identifier, length, data, and a sum of zero over all bytes. */
function isMessage(b: Uint8Array): boolean {
  return b.length >= 4 && b[1] === b.length - 3 && (b.reduce((sum, byte) => sum + byte, 0) & 0xff) === 0;
}

function otherRecord(b: Uint8Array): InspectedRecord {
  if (isMessage(b)) return { kind: 'message', mid: b[0]!, data: [...b.subarray(2, -1)] };
  if (b.length === 2) return { kind: 'battery', battery: b[0]!, percent: b[0]!, charging: b[1] === 1 };
  if (b.length === 36) return { kind: 'report', report_type: b[0]! };
  return { kind: 'dropped', bytes: b.length };
}

/** The mode is not on the wire: it is taken from `mode`, or guessed from length, padding and unit norm. */
export function createDotInspector(options: DriverOptions): Inspector {
  const given = options.extra.mode === undefined ? null : Number(options.extra.mode);
  return {
    push(b) {
      const device = given === null ? deviceRecord(b) : null;
      if (device) return [device];
      const isPayload = b.length !== 36 || given !== null || guessMode(b) !== null;
      const mode = given ?? (isPayload ? guessMode(b) : null);
      if (mode === null || b.length < payloadBytes(mode)) return [otherRecord(b)];
      return [{ ...payloadRecord(b, mode), ...(given === null ? { mode_guessed: true } : {}) }];
    },
  };
}

export const DECODABLE_MODES: readonly string[] = [...MODES.keys()].map(String);
