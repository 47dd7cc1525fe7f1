import { float32At, uint16At, uint32At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector, Json } from '../../driver.ts';
import {
  ANSWER,
  guessPath,
  HEAD_BYTES,
  helloOf,
  PATHS,
  type Path,
  samplesIn,
  TIME_BYTES,
} from './protocol.ts';

const NAMES = { acc: 'acc_ms2', gyr: 'gyro_dps', mag: 'mag_uT' } as const;

function packetRecord(b: Uint8Array, path: Path): InspectedRecord {
  const n = samplesIn(b.length, path)!;
  const record: Record<string, Json> = { kind: 'packet', path: path.name, n, t_ms: uint32At(b, 0) };
  path.vectors.forEach((kind, v) => {
    record[NAMES[kind]] = Array.from({ length: n }, (_, i) =>
      [0, 4, 8].map((axis) => float32At(b, TIME_BYTES + 12 * (v * n + i) + axis)),
    );
  });
  return record;
}

function responseRecord(b: Uint8Array): InspectedRecord {
  const ref = b[1] ?? null;
  const hello = helloOf(b);
  if (hello) return { kind: 'hello', protocol: hello.protocol, ...hello.texts };
  return { kind: 'response', ref, status: b.length >= 4 ? uint16At(b, 2) : null };
}

/** Notifications as they arrive, and bare payloads (time first) as well; the path is guessed from the length. */
export function createMovesenseInspector({ extra }: DriverOptions): Inspector {
  const given = PATHS.find((path) => path.name === extra.path);
  const fitting = (bytes: number): Path | null =>
    given ? (samplesIn(bytes, given) === null ? null : given) : guessPath(bytes);
  let first = new Uint8Array(0);
  return {
    push(b) {
      if (b[0] === ANSWER.response && b.length < TIME_BYTES + 12) return [responseRecord(b)];
      const isPart = b[0] === ANSWER.data || b[0] === ANSWER.continuation;
      const body = isPart ? b.slice(HEAD_BYTES) : b;
      const joined = b[0] === ANSWER.continuation ? Uint8Array.from([...first, ...body]) : body;
      const whole = fitting(joined.length) ? joined : b;
      const path = fitting(whole.length);
      if (path) return [packetRecord(whole, path)];
      if (b[0] === ANSWER.response) return [responseRecord(b)];
      first = b[0] === ANSWER.data ? body.slice() : new Uint8Array(0);
      return [{ kind: first.length > 0 ? 'first-part' : 'dropped', bytes: b.length }];
    },
  };
}
