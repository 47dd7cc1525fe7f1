/** JSON has neither NaN, infinities nor a negative zero: they travel as their names, everything else exactly. */
export type EncodedNumber = number | string;

export function encodeNumbers(values: ArrayLike<number>): EncodedNumber[] {
  return Array.from(values, (v) => (Number.isFinite(v) && !Object.is(v, -0) ? v : nameOf(v)));
}

export function decodeNumbers(encoded: unknown, into: Float64Array, field: string): void {
  if (!Array.isArray(encoded) || encoded.length !== into.length) {
    const got = Array.isArray(encoded) ? `${encoded.length} numbers` : typeof encoded;
    throw new RangeError(
      `snapshot field '${field}' must hold ${into.length} numbers, got ${got}: take a new snapshot with this version`,
    );
  }
  for (let i = 0; i < into.length; i++) into[i] = Number(encoded[i]);
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
