/**
 * Zigzag varints over doubles: exact for integers up to 2^53 in magnitude / 2, which covers microseconds
 * since the epoch and their differences. Seven bits a byte, low bits first (as in Protocol Buffers).
 */
const HIGH_BIT = 0x80;
const LOW_BITS = 0x7f;
const BITS = 7;
const RADIX = 128;
/** Ten bytes carry 70 bits; a longer run is not ours. */
const MAX_VARINT_BYTES = 8;

export class VarintWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(16, capacity));
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  unsigned(value: number): void {
    if (this.#length + MAX_VARINT_BYTES > this.#bytes.length) this.#grow();
    let rest = value;
    while (rest >= HIGH_BIT) {
      this.#bytes[this.#length++] = (rest % RADIX) | HIGH_BIT;
      rest = Math.floor(rest / RADIX);
    }
    this.#bytes[this.#length++] = rest;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(): void {
    const wider = new Uint8Array(this.#bytes.length * 2);
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Throws RangeError on a cut or overlong number: the caller names the record. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** `out[i]` becomes the sum of the next i + 1 signed numbers. Most of them take a byte or two: those are read in place. */
  runningSums(out: Float64Array): void {
    const bytes = this.#bytes;
    let at = this.#at;
    let sum = 0;
    for (let i = 0; i < out.length; i++) {
      const low = bytes[at]!;
      const high = bytes[at + 1]!;
      if (low < HIGH_BIT) {
        sum += (low >>> 1) ^ -(low & 1);
        at += 1;
      } else if (high < HIGH_BIT) {
        const value = (low & LOW_BITS) | (high << BITS);
        sum += (value >>> 1) ^ -(value & 1);
        at += 2;
      } else {
        this.#at = at;
        sum += this.signed();
        at = this.#at;
      }
      out[i] = sum;
    }
    this.#at = at;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the number is cut off');
      value += (byte & LOW_BITS) * scale;
      if (byte < HIGH_BIT) return value;
      scale *= RADIX;
    }
    throw new RangeError(`a number is longer than ${MAX_VARINT_BYTES} bytes`);
  }
}
