const FIRST_BYTES = 1 << 16;
const BYTE = 256;

/**
 * Bytes of Parquet pages, whole numbers packed into so many bits each, least significant bit first. Numbers are doubles
 * that hold whole values below 2^53: BigInt would cost an allocation a number.
 */
export class BitPacker {
  #bytes = new Uint8Array(FIRST_BYTES);
  #at = 0;

  /** What was written since the last call; its memory is used again. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    return taken;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  /** Unsigned LEB128. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** Zigzag: small numbers of either sign stay short. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** `width` from 1 to 24; values below 2^width. The last byte is filled with zeros. */
  pack(values: Uint16Array | Uint32Array | Float64Array, from: number, end: number, width: number): void {
    this.#reserve(Math.ceil(((end - from) * width) / 8));
    const bytes = this.#bytes;
    let at = this.#at;
    let held = 0;
    let bits = 0;
    for (let i = from; i < end; i++) {
      held |= values[i]! << bits;
      bits += width;
      for (; bits >= 8; bits -= 8) {
        bytes[at++] = held;
        held >>>= 8;
      }
    }
    if (bits > 0) bytes[at++] = held;
    this.#at = at;
  }

  /** As {@link pack}, for a width that 32-bit arithmetic has no room for; `width` a multiple of 8. */
  packBytes(values: Float64Array, from: number, end: number, width: number): void {
    this.#reserve(((end - from) * width) / 8);
    for (let i = from; i < end; i++) {
      let rest = values[i]!;
      for (let bit = 0; bit < width; bit += 8) {
        this.#bytes[this.#at++] = rest % BYTE;
        rest = Math.floor(rest / BYTE);
      }
    }
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #reserve(n: number): void {
    if (this.#at + n <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + n);
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }
}
