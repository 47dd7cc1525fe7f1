/**
 * Where a value with a running number is in a ring. Numbers since the epoch are beyond 32 bits: the remainder of such a
 * number is a call into a library, this is not.
 */
export function ringIndex(number: number, size: number): number {
  return (number - Math.floor(number / size) * size) | 0;
}
