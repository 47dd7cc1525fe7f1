import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeHex } from './decode.ts';
import type { Json } from './driver.ts';
import { matches, valuesByKey } from './testing/matching.ts';

interface KnownFrame {
  readonly id: string;
  /** real: captured on hardware; vendor-test, vendor-encoder, datasheet: from the maker; else computed. */
  readonly kind: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly hex: string;
  readonly expect: Readonly<Record<string, Json>>;
}

const frames: readonly KnownFrame[] = JSON.parse(
  readFileSync(new URL('fixtures/known-frames.json', import.meta.url), 'utf8'),
);

/** Frames with known content, from hardware, vendors' tests and data sheets; sources stand beside each. */
it.each(frames)('$id ($kind)', ({ driver, options, hex, expect: expected }) => {
  const found = valuesByKey(decodeHex(driver, [hex], options) as unknown as Json);
  for (const [key, wanted] of Object.entries(expected)) {
    const candidates = found.get(key) ?? [];
    const message = `${key}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(candidates)}`;
    expect(
      candidates.some((candidate) => matches(candidate, wanted)),
      message,
    ).toBe(true);
  }
});
