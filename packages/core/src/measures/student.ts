/** 97.5 % quantile of Student's t for 1 to 10 degrees of freedom. */
const FIRST: readonly number[] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
/** Standard deviations of a normal distribution to either side that hold 95 %. */
export const NORMAL_95 = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t: how many standard errors a 95 % interval reaches to either side when the spread comes
 * from `degrees` + 1 values; `degrees` need not be whole. Beyond ten by the expansion in 1 / degrees (Abramowitz &
 * Stegun 26.7.5), to 1e-3.
 */
export function student975(degrees: number): number {
  if (degrees > FIRST.length) return expanded(degrees);
  const whole = Math.max(1, Math.floor(degrees));
  const [at, next] = [FIRST[whole - 1]!, FIRST[whole]];
  if (next === undefined || degrees <= whole) return at;
  return at + (next - at) * (1 / whole - 1 / degrees) * whole * (whole + 1);
}

function expanded(degrees: number): number {
  const z = NORMAL_95;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

/**
 * Share of the draws that a percentile bootstrap of `n` values cuts from either end for a 95 % interval: less than 2.5 %,
 * because draws of few values vary too little ("expanded percentile", Hesterberg 2015,
 * doi:10.1080/00031305.2015.1089789).
 */
export function bootstrapTail(n: number): number {
  return normalBelow(-student975(n - 1) * Math.sqrt(n / (n - 1)));
}

/** Share of the standard normal distribution below `z` <= 0, to 1e-7 (Abramowitz & Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 - 0.2316419 * z);
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const sum = series.reduce((total, factor) => (total + factor) * t, 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
