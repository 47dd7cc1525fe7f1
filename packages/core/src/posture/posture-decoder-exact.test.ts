import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DECODER_PARAMS as P } from './decoder.params.ts';
import { doorChance } from './door-chance.ts';
import { clamp, logistic } from './logistic.ts';
import { type Decision, PostureDecoder, type SecondLikelihood } from './posture-decoder.ts';
import { fillTransitions, HIDDEN, HIDDEN_STATES } from './posture-transitions.ts';

const { SIT, LIE } = HIDDEN;
const KINDS = [...Array(HIDDEN_STATES).keys()];

/** What each second says of each hidden state, in order: the trees fade while nothing moves. */
function likelihoods(seconds: readonly SecondLikelihood[]): number[][] {
  let stillS = 0;
  let isFirst = true;
  return seconds.map(({ silent, sittingLogOdds, walkingLogOdds, tiltDeg, door }) => {
    if (silent) return KINDS.map(() => 1);
    const lying = logistic((tiltDeg - 70) / 3);
    const walking = clamp(logistic(walkingLogOdds + 0.9), 0.005, 0.995);
    stillS = door !== 'none' || walking > 0.5 ? 0 : stillS + 1;
    const later = door === 'long_silence' ? 0.3 : 0.01 * Math.exp(-stillS / 160);
    const sitting = logistic((isFirst ? 0.3 : later) * clamp(sittingLogOdds, -4.6, 4.6));
    isFirst = false;
    const still = (1 - walking) * (1 - lying);
    const upright = still * (1 - sitting);
    return [still * sitting, upright, upright, walking * (1 - lying), lying].map((of) => of + 1e-4);
  });
}

/** Share of all paths through `n` states, each weighted, that pass each state at each second. */
function shares(
  n: number,
  weight: (second: number, from: number | null, to: number) => number,
  kinds: number[],
) {
  const sums = Array.from({ length: n }, () => kinds.map(() => 0));
  const walk = (path: number[], product: number): void => {
    if (path.length === n) {
      path.forEach((state, second) => {
        sums[second]![state]! += product;
      });
      return;
    }
    for (const to of kinds) walk([...path, to], product * weight(path.length, path.at(-1) ?? null, to));
  };
  walk([], 1);
  return sums.map((of) => of.map((sum) => sum / of.reduce((a, b) => a + b, 0)));
}

/** `isEven`: two answers are as likely, and either may be told. */
function exact(seconds: readonly SecondLikelihood[]): (Decision & { readonly isEven: boolean })[] {
  const said = likelihoods(seconds);
  const ways = seconds.map((second) => {
    const chances = new Float64Array(HIDDEN_STATES ** 2);
    const [down, up] = [doorChance(second, 'down', P), doorChance(second, 'up', P)];
    fillTransitions(P, { down, up, moveAgain: P.moveAgain }, chances);
    return (from: number, to: number) => chances[from * HIDDEN_STATES + to]!;
  });
  const postures = shares(
    seconds.length,
    (n, from, to) =>
      said[n]![to]! *
      (from === null
        ? KINDS.reduce((sum, any) => sum + ways[n]!(any, to) / HIDDEN_STATES, 0)
        : ways[n]!(from, to)),
    KINDS,
  );
  const steps = seconds.map((s) => (s.silent ? 0.5 : clamp(logistic(s.walkingLogOdds), 0.005, 0.995)));
  const gaits = shares(
    seconds.length,
    (n, from, to) => (to ? steps[n]! : 1 - steps[n]!) * (from === null ? 0.5 : from === to ? 0.7 : 0.3),
    [0, 1],
  );
  return postures.map((p, n) => ({ ...decided(p, gaits[n]![1]!), isEven: isEven(p, gaits[n]![1]!) }));
}

function isEven(p: readonly number[], walking: number): boolean {
  const [sit, lie] = [p[SIT]!, p[LIE]!];
  const upright = 1 - sit - lie;
  return [sit - upright, lie - upright, sit - lie, walking - 0.5].some((apart) => Math.abs(apart) < 1e-9);
}

function decided(p: readonly number[], walking: number): Decision {
  const upright = 1 - p[SIT]! - p[LIE]!;
  const stated = (state: Decision['state'], of: number): Decision => ({
    state,
    probability: logistic(0.8 * Math.log(of / (1 - of))),
  });
  if (p[LIE]! > upright && p[LIE]! > p[SIT]!) return stated('lying', p[LIE]!);
  if (p[SIT]! > upright) return stated('sitting', p[SIT]!);
  return walking > 0.5 ? stated('walking', upright * walking) : stated('standing', upright * (1 - walking));
}

const logOdds = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const second = fc.record({
  silent: fc.constantFrom(false, false, false, true),
  sittingLogOdds: logOdds(6),
  walkingLogOdds: logOdds(8),
  tiltDeg: fc.constantFrom(0, 20, 60, 70, 71, 85),
  door: fc.constantFrom(
    'none' as const,
    'none' as const,
    'moment' as const,
    'silence' as const,
    'long_silence' as const,
  ),
  downLogOdds: logOdds(5),
  upLogOdds: logOdds(5),
  silenceTrust: fc.constantFrom(0.2, 1),
  peakMps: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
});

test('what is decided of a second is what all ways through the seconds together say, counted one by one', () => {
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 4 }), (seconds) => {
      const decoder = new PostureDecoder();
      for (const of of seconds) decoder.push(of);
      const told = decoder.decide(0);
      exact(seconds).forEach(({ state, probability, isEven }, n) => {
        expect(told[n]!.probability).toBeCloseTo(probability, 9);
        if (!isEven) expect(told[n]!.state).toBe(state);
      });
    }),
    { numRuns: 150 },
  );
});

test('a belief is that of the last second: sitting, and on the feet', () => {
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 4 }), (seconds) => {
      const decoder = new PostureDecoder();
      for (const of of seconds) decoder.push(of);
      const { sitting, standing } = decoder.belief;
      const last = exact(seconds).at(-1)!;
      if (last.isEven) return;
      const own = logistic(Math.log(last.probability / (1 - last.probability)) / 0.8);
      if (last.state === 'sitting') expect(sitting).toBeCloseTo(own, 9);
      if (last.state === 'lying') expect(1 - sitting - standing).toBeCloseTo(own, 9);
    }),
    { numRuns: 100 },
  );
});
