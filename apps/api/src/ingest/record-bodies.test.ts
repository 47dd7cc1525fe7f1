import { encodeBlock } from '@plumbline/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json, openBody } from '../testing/records.ts';
import { parseGap, parseOpen, parseSamples } from './record-bodies.ts';

const NOW_US = 1_795_000_000_000_000;
const ENCODINGS = ['int', 'int'] as const;
const body = (tUs: readonly number[], counts = tUs.map(() => 0)) =>
  encodeBlock(
    {
      n: tUs.length,
      tUs: Float64Array.from(tUs),
      channels: [Float64Array.from(counts), Float64Array.from(counts)],
    },
    ENCODINGS,
  );

describe('samples', () => {
  test('after the last ones are taken', () => {
    const parsed = parseSamples(body([NOW_US, NOW_US + 1]), ENCODINGS, NOW_US - 1, NOW_US);
    expect(parsed).toMatchObject({ ok: true, value: { n: 2 } });
  });

  test('that do not come after the last ones name the first wrong time', () => {
    expect(parseSamples(body([NOW_US]), ENCODINGS, NOW_US, NOW_US)).toMatchObject({
      fault: { field: 'tUs[0]', value: `${NOW_US}, after ${NOW_US}` },
    });
    expect(parseSamples(body([NOW_US, NOW_US]), ENCODINGS, 0, NOW_US)).toMatchObject({
      fault: { field: 'tUs[1]' },
    });
  });

  test('with a count that a double cannot hold name its place', () => {
    expect(parseSamples(body([NOW_US, NOW_US + 1], [1, 2 ** 53]), ENCODINGS, 0, NOW_US)).toMatchObject({
      fault: { field: 'channels[0][1]', value: String(2 ** 53) },
    });
  });

  test('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const parsed = parseSamples(bytes, ENCODINGS, 0, NOW_US);
        if (!parsed.ok) expect(parsed.fault.remedy).not.toBe('');
      }),
    );
  });
});

describe('a JSON body', () => {
  test('that fits is returned', () => {
    const open = openBody({ sessionId: crypto.randomUUID(), startUs: NOW_US });
    expect(parseOpen(json(open))).toEqual({ ok: true, value: open });
  });

  test('that does not fit names the field with its path and its value', () => {
    const open = openBody({ sessionId: crypto.randomUUID(), startUs: NOW_US });
    const channels = open.channels.map((channel, i) => (i === 2 ? { ...channel, lsb: -1 } : channel));
    expect(parseOpen(json({ ...open, channels }))).toMatchObject({
      fault: { field: 'channels.2.lsb', value: '-1' },
    });
  });

  test('shows a long value cut short', () => {
    const parsed = parseGap(json({ startUs: 'x'.repeat(500) }));
    expect(parsed.ok || parsed.fault.value.length).toBeLessThan(100);
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          expect(parseGap(bytes).ok).toBe(false);
        },
      ),
    );
  });
});
