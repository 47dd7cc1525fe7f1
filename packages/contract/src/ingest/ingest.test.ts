import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBlock, encodeBlock } from './block-codec.ts';
import { decodeFrame, encodeFrame, encodeMessage, frameAddress, splitMessage } from './frame.ts';

const epochUs = 1_795_000_000_000_000;
const column = (values: number[]): Float64Array => Float64Array.from(values);

describe('a sample block', () => {
  test('comes back exactly, whatever the counts and the times', () => {
    const sample = fc.tuple(
      fc.integer({ min: 1, max: 4_000_000_000 }),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.float({ noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 200 }), (rows) => {
        let t = epochUs;
        const tUs = column(rows.map(([dt]) => (t += dt)));
        const channels = [column(rows.map((r) => r[1])), column(rows.map((r) => r[2]))];
        const block = { n: rows.length, tUs, channels };
        const back = decodeBlock(encodeBlock(block, ['int', 'f32']), ['int', 'f32']);
        expect(back.tUs).toEqual(tUs);
        expect(back.channels[0]).toEqual(channels[0]);
        expect(back.channels[1]).toEqual(channels[1]);
      }),
    );
  });

  test('takes the place of the one before, whatever was in it', () => {
    const block = (n: number, of: number) => ({
      n,
      tUs: Float64Array.from({ length: n }, (_, i) => epochUs + i * of),
      channels: [Float64Array.from({ length: n }, (_, i) => (i - 3) ** 5 * of)],
    });
    const bytes = (n: number, of: number) => encodeBlock(block(n, of), ['int']);
    const first = decodeBlock(bytes(20, 7), ['int']);
    const second = decodeBlock(bytes(20, 9), ['int'], first);
    expect(second).toEqual(block(20, 9));
    expect(second.tUs).toBe(first.tUs);
    expect(decodeBlock(bytes(5, 2), ['int'], second)).toEqual(block(5, 2));
  });

  test('a steady grid of times costs one byte a sample', () => {
    const tUs = Float64Array.from({ length: 100 }, (_, i) => epochUs + i * 10_000);
    expect(encodeBlock({ n: 100, tUs, channels: [] }, []).length).toBeLessThan(115);
  });

  test('any cut or flipped bytes give an error or a block of the stated shape, never a crash or a huge allocation', () => {
    const tUs = Float64Array.from({ length: 20 }, (_, i) => epochUs + i * 10_000);
    const good = encodeBlock({ n: 20, tUs, channels: [new Float64Array(20)] }, ['int']);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? good.slice(0, at) : good.slice();
        if (!cut) bytes[at] = byte;
        try {
          expect(decodeBlock(bytes, ['int']).channels).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  test('says which count it met when the channels do not fit the stream', () => {
    const bytes = encodeBlock({ n: 1, tUs: column([epochUs]), channels: [column([1])] }, ['int']);
    expect(() => decodeBlock(bytes, ['int', 'int'])).toThrow('1 channels; the stream was opened with 2');
  });
});

describe('a sample block that was damaged', () => {
  const bytes = encodeBlock({ n: 2, tUs: column([epochUs, epochUs + 1]), channels: [column([1, 2])] }, [
    'int',
  ]);

  test('by a byte too few or too many is refused', () => {
    expect(() => decodeBlock(bytes.subarray(0, -1), ['int'])).toThrow('the number is cut off');
    expect(() => decodeBlock(Uint8Array.of(...bytes, 0), ['int'])).toThrow('1 bytes too many');
    expect(() => decodeBlock(new Uint8Array(), ['int'])).toThrow('the number is cut off');
  });

  test('by a number that does not end is refused', () => {
    const endless = new Uint8Array(40).fill(0xff);
    expect(() => decodeBlock(endless, ['int'])).toThrow('a number is longer than 8 bytes');
  });
});

describe('a record frame', () => {
  test('comes back exactly', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.nat(2 ** 32 - 1),
        fc.uint8Array({ maxLength: 50 }),
        (streamId, sequence, body) => {
          expect(decodeFrame(encodeFrame({ streamId, sequence, kind: 2, body }))).toEqual({
            streamId,
            sequence,
            kind: 2,
            body,
          });
        },
      ),
    );
  });

  test('that is shorter than its head is refused, and belongs to nobody', () => {
    const bytes = encodeFrame({
      streamId: crypto.randomUUID(),
      sequence: 1,
      kind: 2,
      body: new Uint8Array(),
    });
    expect(() => decodeFrame(bytes.subarray(0, 20))).toThrow('a frame of 20 bytes; at least 21');
    expect(frameAddress(bytes.subarray(0, 20))).toBeNull();
    expect(decodeFrame(bytes).body).toHaveLength(0);
  });

  test('of an unknown kind is refused by name', () => {
    const bytes = encodeFrame({
      streamId: crypto.randomUUID(),
      sequence: 1,
      kind: 2,
      body: new Uint8Array(),
    });
    bytes[20] = 99;
    expect(() => decodeFrame(bytes)).toThrow('record kind 99; known are 1, 2, 3, 4, 5');
  });
});

describe('a message', () => {
  test('of several frames splits into the same frames', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (frames) => {
        expect(splitMessage(encodeMessage(frames)).map((f) => [...f])).toEqual(frames.map((f) => [...f]));
      }),
    );
  });

  test('that is cut off is refused', () => {
    const bytes = encodeMessage([new Uint8Array(9)]);
    expect(() => splitMessage(bytes.subarray(0, 11))).toThrow('runs past the end');
    expect(() => splitMessage(bytes.subarray(0, 2))).toThrow('runs past the end');
  });
});
