/**
 * Decimal numbers straight from bytes. Up to 15 significant digits and 22 decimals are exact by one division
 * (Clinger 1990, the fast path); everything else goes through the engine's own parser.
 */

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const MAX_EXACT = 2 ** 53;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The number in `bytes[from, to)`; NaN when it is not one (also for `nan`, `inf` and an empty field). */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const first = bytes[at];
  if (first === MINUS || first === PLUS) at++;
  let mantissa = 0;
  let decimals = -1;
  const digitsFrom = at;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      if (decimals >= 0) decimals++;
    } else if (byte === POINT && decimals < 0) decimals = 0;
    else return parseSlowly(bytes, from, to);
  }
  const digits = at - digitsFrom - (decimals >= 0 ? 1 : 0);
  if (digits === 0 || mantissa >= MAX_EXACT || decimals > 22) return parseSlowly(bytes, from, to);
  const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals]! : mantissa;
  return first === MINUS ? -value : value;
}

function parseSlowly(bytes: Uint8Array, from: number, to: number): number {
  const text = latin1(bytes, from, to).trim();
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/** Bytes as characters one to one: for error messages and short fields. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
