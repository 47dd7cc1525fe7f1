import { describe, expect, it } from 'vitest';
import { concatBytes, hexToBytes } from '../../bytes.ts';
import { mulberry32 } from '../../testing/random.ts';
import { encodeRecord } from './frames.ts';
import { RecordParser } from './record-parser.ts';

const RECORD = hexToBytes('5561eeff0000040800000000000000006500d430');
const LONG = [
  hexToBytes('5561d8fd3905de05bb01ff00fbffab0fb1ed808a1a06160e29011903'),
  hexToBytes('5561cdff1a0001080e000d0000001c006c0159ac1a06160e29061903'),
];
const REPLY = hexToBytes('557164008d010000000000000000000000000000');

function collect(trustFirst = false) {
  const seen: string[] = [];
  const keep = (b: Uint8Array, at: number, n: number) => seen.push(b.slice(at, at + n).toString());
  const parser = new RecordParser(
    { onStream: (b, at, n) => keep(b, at, n), onRegisters: (b, at) => keep(b, at, 20) },
    null,
    trustFirst,
  );
  return { parser, seen };
}

describe('RecordParser', () => {
  it('hands over a lone first record only where told to trust it', () => {
    const { parser, seen } = collect(true);
    expect(parser.push(RECORD)).toBe(0);
    expect(seen).toEqual([RECORD.toString()]);
  });

  it('reads several records and an answer from one notification', () => {
    const { parser, seen } = collect();
    parser.push(concatBytes(RECORD, REPLY, RECORD));
    expect(seen).toEqual([RECORD, REPLY, RECORD].map(String));
  });

  it('learns 28 bytes once two records agree and loses neither', () => {
    const { parser, seen } = collect();
    parser.push(LONG[0]!);
    expect(seen).toEqual([]);
    parser.push(LONG[1]!);
    expect(parser.length).toBe(28);
    expect(seen).toEqual(LONG.map(String));
  });

  it('finds its way out of a wrong length', () => {
    const { parser, seen } = collect();
    parser.push(concatBytes(RECORD, RECORD));
    for (let i = 0; i < 20; i++) parser.push(LONG[i % 2]!);
    expect(parser.length).toBe(28);
    expect(seen.length).toBeGreaterThan(10);
  });

  it('keeps a record that two notifications share', () => {
    const { parser, seen } = collect();
    parser.push(concatBytes(RECORD, RECORD.subarray(0, 7)));
    parser.push(concatBytes(RECORD.subarray(7), RECORD));
    parser.push(RECORD);
    expect(seen).toHaveLength(4);
  });

  it('drops a torn record and nothing else', () => {
    const { parser, seen } = collect();
    expect(parser.push(concatBytes(RECORD.subarray(0, 13), RECORD, RECORD))).toBe(13);
    parser.push(RECORD);
    expect(seen).toHaveLength(3);
  });

  it('never emits a corrupted record: 300 seeded trials of cuts and inserted bytes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = mulberry32(seed);
      const length = seed % 2 === 0 ? 20 : 28;
      const sent = new Set<string>();
      const { parser, seen } = collect();
      for (let i = 0; i < 40; i++) parser.push(damage(notification(random, length, sent), random, length));
      expect(seen.filter((record) => !sent.has(record))).toEqual([]);
      expect(seen.length).toBeGreaterThan(sent.size * 0.5);
    }
  });
});

function notification(random: () => number, length: number, sent: Set<string>): Uint8Array {
  const records = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
    const vector = (scale: number) =>
      [0, 1, 2].map(() => (random() - 0.5) * scale) as [number, number, number];
    const sample = { accMps2: vector(40), gyrRadps: vector(20), magUt: null };
    const record = encodeRecord(sample, {
      clockMs: null,
      chipTimeUs: length === 28 ? 1.7e15 + random() * 1e12 : null,
    });
    sent.add(record.toString());
    return record;
  });
  return concatBytes(...records);
}

/**
 * One notification in five loses or gains less than a record somewhere. A cut of exactly one record's length
 * joins two records into one that nothing on the wire tells apart.
 */
function damage(bytes: Uint8Array, random: () => number, length: number): Uint8Array {
  if (random() > 0.2) return bytes;
  const at = Math.floor(random() * bytes.length);
  const count = 1 + Math.floor(random() * (length - 1));
  if (random() < 0.5) return concatBytes(bytes.subarray(0, at), bytes.subarray(at + count));
  const noise = Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
  return concatBytes(bytes.subarray(0, at), noise, bytes.subarray(at));
}
