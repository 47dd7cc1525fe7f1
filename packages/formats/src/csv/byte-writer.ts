/**
 * CSV text into a growing byte buffer. Numbers with a fixed count of decimals are written digit by digit: the
 * same bytes on every machine, and several times faster than going through strings.
 */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** ASCII only. */
  text(text: string): void {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#at++] = text.charCodeAt(i);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  byte(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = code;
  }

  /** Rounded half away from zero, so that a mirrored number is the mirrored text; never `-0`. */
  fixed(value: number, decimals: number): void {
    const scale = POWERS_OF_TEN[decimals]!;
    const scaled = Math.round(Math.abs(value) * scale);
    if (!(scaled <= Number.MAX_SAFE_INTEGER)) {
      this.text(String(value));
      return;
    }
    this.#reserve(MAX_NUMBER_BYTES);
    if (value < 0 && scaled > 0) this.#bytes[this.#at++] = MINUS;
    if (scaled < SMALL) {
      this.#small(scaled | 0, decimals);
      return;
    }
    const whole = Math.floor(scaled / scale);
    this.#digits(whole, 1);
    if (decimals === 0) return;
    this.#bytes[this.#at++] = POINT;
    this.#digits(scaled - whole * scale, decimals);
  }

  /** What was written since the last call. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    return taken;
  }

  /** Backwards from the last digit, the point among them: most numbers are small. */
  #small(scaled: number, decimals: number): void {
    let length = decimals === 0 ? 1 : decimals + 2;
    let limit = decimals === 0 ? 10 : POWERS_OF_TEN[decimals + 1]!;
    for (; scaled >= limit; limit *= 10) length++;
    const bytes = this.#bytes;
    const point = decimals === 0 ? -1 : this.#at + length - decimals - 1;
    let rest = scaled;
    for (let i = this.#at + length - 1; i >= this.#at; i--) {
      if (i === point) {
        bytes[i] = POINT;
        continue;
      }
      const tenth = (rest / 10) | 0;
      bytes[i] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    this.#at += length;
  }

  /** Whole numbers up to 2^53, in pieces that fit 32-bit arithmetic. */
  #digits(value: number, atLeast: number): void {
    if (value < PIECE) {
      this.#smallDigits(value | 0, atLeast);
      return;
    }
    const high = Math.floor(value / PIECE);
    this.#digits(high, atLeast - PIECE_DIGITS);
    this.#smallDigits((value - high * PIECE) | 0, PIECE_DIGITS);
  }

  #smallDigits(value: number, atLeast: number): void {
    let n = Math.max(1, atLeast);
    while (value >= POWERS_OF_TEN[n]!) n++;
    let rest = value;
    for (let i = this.#at + n - 1; i >= this.#at; i--) {
      const tenth = (rest / 10) | 0;
      this.#bytes[i] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    this.#at += n;
  }

  #reserve(n: number): void {
    if (this.#at + n <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + n);
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const MAX_NUMBER_BYTES = 40;
/** Fits 32-bit arithmetic. */
const SMALL = 2 ** 31;
const PIECE_DIGITS = 9;
const PIECE = 10 ** PIECE_DIGITS;
const POWERS_OF_TEN = Float64Array.from({ length: 17 }, (_, i) => 10 ** i);
