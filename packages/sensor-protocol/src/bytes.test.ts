import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as at from './bytes.ts';

const eightBytes = fc.uint8Array({ minLength: 8, maxLength: 8 });

it('reads every pattern of bits as the platform does, the extremes included', () => {
  fc.assert(
    fc.property(eightBytes, (b) => {
      const view = new DataView(b.buffer, b.byteOffset);
      expect(at.int8At(b, 3)).toBe(view.getInt8(3));
      expect(at.uint16At(b, 1)).toBe(view.getUint16(1, true));
      expect(at.int16At(b, 1)).toBe(view.getInt16(1, true));
      expect(at.uint24At(b, 1)).toBe(view.getUint32(1, true) & 0xffffff);
      expect(at.int24At(b, 1)).toBe((view.getInt32(1, true) << 8) >> 8);
      expect(at.uint32At(b, 2)).toBe(view.getUint32(2, true));
      expect(at.int32At(b, 2)).toBe(view.getInt32(2, true));
      expect(at.uint64At(b, 0)).toBe(view.getBigUint64(0, true));
      expect(at.int64At(b, 0)).toBe(view.getBigInt64(0, true));
      expect(at.float32At(b, 4)).toBe(view.getFloat32(4, true));
      expect(at.floatsFinite(b, 4, 1)).toBe(Number.isFinite(view.getFloat32(4, true)));
    }),
    { examples: [0x00, 0x7f, 0x80, 0xff].map((byte) => [new Uint8Array(8).fill(byte)]) },
  );
});

it('writes what it reads', () => {
  fc.assert(
    fc.property(eightBytes, (b) => {
      const back = new Uint8Array(8);
      at.putUint64(back, 0, at.uint64At(b, 0));
      expect(back).toEqual(b);
      at.putUint32(back, 4, at.int32At(b, 4));
      at.putUint16(back, 2, at.int16At(b, 2));
      expect(back).toEqual(b);
    }),
  );
});
