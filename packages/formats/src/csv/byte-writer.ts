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
    if (decimals === 0) {
      this.#digits(scaled, 1);
      return;
    }
    const whole = Math.floor(scaled / scale);
    this.#digits(whole, 1);
    this.#bytes[this.#at++] = POINT;
    this.#digits(scaled - whole * scale, decimals);
  }

  /** What was written since the last call. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    return taken;
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

  /** Backwards from the last digit, two at a time: half the divisions. */
  #smallDigits(value: number, atLeast: number): void {
    let n = Math.max(1, atLeast);
    while (value >= POWERS_OF_TEN[n]!) n++;
    const bytes = this.#bytes;
    let rest = value;
    let i = this.#at + n - 1;
    for (; i > this.#at; i -= 2) {
      const hundredth = (rest / 100) | 0;
      const two = rest - hundredth * 100;
      bytes[i] = ONES[two]!;
      bytes[i - 1] = TENS[two]!;
      rest = hundredth;
    }
    if (i === this.#at) bytes[i] = ZERO + rest;
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
const PIECE_DIGITS = 9;
const PIECE = 10 ** PIECE_DIGITS;
/** The digits of 0 to 99. */
const TENS = Uint8Array.from({ length: 100 }, (_, i) => ZERO + Math.floor(i / 10));
const ONES = Uint8Array.from({ length: 100 }, (_, i) => ZERO + (i % 10));
const POWERS_OF_TEN = Float64Array.from({ length: 17 }, (_, i) => 10 ** i);
