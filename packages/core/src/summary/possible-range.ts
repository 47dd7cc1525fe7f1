/** Between which values a measure of a day can be at all, whatever its days spread like. */
export type PossibleRange = readonly [low: number, high: number];

const SHARE = /_share$|^load_creep|_creep_recovered$/;
const BALANCE = /^rotation_asymmetry_/;
const TIME = /_time$/;
/** The day on which clocks are put back by an hour, minutes. */
const LONGEST_DAY_MIN = 25 * 60;

/** Of a measure of which means over days are told; all of them are amounts, but for the balance of rotation. */
export function possibleRange(id: string): PossibleRange {
  if (BALANCE.test(id)) return [-1, 1];
  if (SHARE.test(id)) return [0, 1];
  return [0, TIME.test(id) ? LONGEST_DAY_MIN : Number.POSITIVE_INFINITY];
}
