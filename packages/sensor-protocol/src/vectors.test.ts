import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeHex } from './decode.ts';
import type { Json } from './driver.ts';

interface Vector {
  readonly id: string;
  readonly hex: string;
  readonly expect: Readonly<Record<string, Json>>;
}

const VECTORS = new URL('../../../../shared/vectors/sensor-frames.json', import.meta.url);

/** Driver and options by the vector's id prefix; the bytes alone do not name their device. */
const DRIVER_BY_PREFIX: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['wit61-mode2', 'witmotion', { mode: '2' }],
  ['wit', 'witmotion', {}],
  ['mm', 'metamotion', {}],
  ['dot', 'movella-dot', {}],
  ['movesense', 'movesense', {}],
  ['thingy', 'thingy52', {}],
  ['sensortag', 'sensortag', {}],
  ['bluest', 'bluest', {}],
  ['polar-acc-delta1', 'polar', { previous_ns: '100' }],
  ['polar', 'polar', {}],
  ['c2g', 'capture2go', {}],
];

function flatten(value: Json, into: Map<string, Json[]>, key = ''): Map<string, Json[]> {
  if (key !== '') into.set(key, [...(into.get(key) ?? []), value]);
  if (Array.isArray(value)) for (const item of value) flatten(item, into);
  else if (value !== null && typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) flatten(item, into, name);
  }
  return into;
}

/** One unit in the last digit the vector prints. */
function ulp(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const decimals = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  return 1.0001 * 10 ** (Number(exponent) - decimals);
}

function matches(actual: Json, wanted: Json): boolean {
  if (typeof wanted === 'number')
    return typeof actual === 'number' && Math.abs(actual - wanted) <= ulp(wanted);
  if (!Array.isArray(wanted)) return actual === wanted;
  if (!Array.isArray(actual) || actual.length < wanted.length) return false;
  return wanted.every((item, i) => matches(actual[i], item));
}

describe.skipIf(!existsSync(VECTORS))('vectors (skipped where ../shared is absent)', () => {
  const vectors: readonly Vector[] = existsSync(VECTORS) ? JSON.parse(readFileSync(VECTORS, 'utf8')) : [];
  for (const vector of vectors) {
    const route = DRIVER_BY_PREFIX.find(([prefix]) => vector.id.startsWith(prefix));
    it.skipIf(!route)(vector.id, () => {
      const result = decodeHex(route![1], [vector.hex], route![2]);
      const found = flatten(result as unknown as Json, new Map());
      for (const [key, wanted] of Object.entries(vector.expect)) {
        const candidates = found.get(key) ?? [];
        const message = `${key}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(candidates)}`;
        expect(
          candidates.some((candidate) => matches(candidate, wanted)),
          message,
        ).toBe(true);
      }
    });
  }
});
