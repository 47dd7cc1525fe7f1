const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;
const MODULUS = 2 ** 32;

/** A linear congruential generator (constants of Numerical Recipes): seeded, good enough to choose moments. */
export function seededRandom(seed: number): () => number {
  let state = seed % MODULUS;
  return () => {
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0;
    return state / MODULUS;
  };
}
