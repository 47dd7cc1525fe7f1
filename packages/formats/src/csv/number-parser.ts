/**
 * Decimal numbers straight from bytes. Up to 15 significant digits and 22 decimals are exact by one division
 * (Clinger 1990, the fast path); everything else goes through the engine's own parser.
 */

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const COMMA = 44;
const PIECE_DIGITS = 9;
const MAX_EXACT = 2 ** 53;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads the fields of a line one after the other. */
export class FieldReader {
  /** Where the next field begins; after `read`, where this one ends: at a comma or at the end of the line. */
  at = 0;

  /** The number up to the next comma or `end`; NaN when it is not one (also for `nan`, `inf` and an empty field). */
  read(bytes: Uint8Array, end: number): number {
    const from = this.at;
    let at = from;
    const first = bytes[at];
    if (first === MINUS || first === PLUS) at++;
    // Nine digits and then nine more: what fits 32-bit arithmetic.
    let high = 0;
    let low = 0;
    let digits = 0;
    let point = -1;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (digits < PIECE_DIGITS) high = (Math.imul(high, 10) + digit) | 0;
        else low = (Math.imul(low, 10) + digit) | 0;
        digits++;
      } else if (byte === POINT && point < 0) point = digits;
      else break;
    }
    this.at = at;
    if (at < end && bytes[at] !== COMMA) return this.#readSlowly(bytes, from, end);
    const decimals = point < 0 ? 0 : digits - point;
    if (digits === 0 || digits > 2 * PIECE_DIGITS) return this.#readSlowly(bytes, from, end);
    const mantissa = digits <= PIECE_DIGITS ? high : high * POWERS_OF_TEN[digits - PIECE_DIGITS]! + low;
    if (mantissa >= MAX_EXACT) return this.#readSlowly(bytes, from, end);
    const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals]! : mantissa;
    return first === MINUS ? -value : value;
  }

  #readSlowly(bytes: Uint8Array, from: number, end: number): number {
    let to = from;
    while (to < end && bytes[to] !== COMMA) to++;
    this.at = to;
    const text = latin1(bytes, from, to).trim();
    return DECIMAL.test(text) ? Number(text) : Number.NaN;
  }
}

/** Bytes as characters one to one: for error messages and short fields. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
