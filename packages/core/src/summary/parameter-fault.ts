import { BOUT_EDGES } from '../measures/sitting/sitting.params.ts';

/** A parameter may be this many times the shipped one, or this part of it: far beyond sense, and nothing runs out. */
const MOST_TIMES = 100;
/** Draws are kept and counted one by one, while everything else waits. */
const MOST_TIMES_DRAWS = 10;
const DRAWS = /^(resamples|bootstrapRounds)$/;
/** These divide, or measure out memory. */
const ABOVE_ZERO = /(tau|half|window|block|row)s$|hz$|range|^(resamples|bootstrapRounds)$/i;
const WORDS: Readonly<Record<string, readonly string[]>> = { boutEdges: BOUT_EDGES };

/**
 * What to give instead of `value` for the parameter at `path`, such as `load.creep.loadTauS`; null: it fits. One that
 * fits may be senseless, but an analysis with it ends, in bounded memory.
 */
export function parameterFault(path: string, shipped: unknown, value: unknown): string | null {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (shipped === null) return isCount(value) ? null : 'give a number from 0 on';
  const like = JSON.stringify(shipped);
  if (shapeOf(value) !== shapeOf(shipped))
    return `give a value like the shipped one, ${like} (${shapeOf(shipped)})`;
  if (typeof value === 'string') return wordFault(name, value);
  if (typeof value === 'number') return numberFault(name, shipped as number, value);
  if (Array.isArray(value)) return listFault(name, shipped as unknown[], value, like);
  return null;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function wordFault(name: string, value: string): string | null {
  const words = WORDS[name] ?? [];
  return words.includes(value) ? null : `give one of: ${words.join(', ')}`;
}

function numberFault(name: string, shipped: number, value: number): string | null {
  if (isWithin(name, shipped, value)) return null;
  const most = shipped * mostTimes(name);
  return `give from ${shipped / MOST_TIMES} to ${most}${ABOVE_ZERO.test(name) ? '' : ', or 0'}; the shipped one is ${shipped}`;
}

function listFault(
  name: string,
  shipped: readonly unknown[],
  value: readonly unknown[],
  like: string,
): string | null {
  if (!value.every((v, i) => typeof v !== 'number' || isWithin(name, shipped[i] as number, v)))
    return `give numbers from a hundredth to ${mostTimes(name)} times the shipped ones, ${like}`;
  return ordersAgree(shipped, value) ? null : `give numbers in the order of the shipped ones, ${like}`;
}

function isWithin(name: string, shipped: number, value: number): boolean {
  if (value === 0) return !ABOVE_ZERO.test(name);
  return value >= shipped / MOST_TIMES && value <= shipped * mostTimes(name);
}

function mostTimes(name: string): number {
  return DRAWS.test(name) ? MOST_TIMES_DRAWS : MOST_TIMES;
}

/** A list that rises or falls is one of limits. */
function ordersAgree(shipped: readonly unknown[], value: readonly unknown[]): boolean {
  const sorted = (list: readonly unknown[], sign: number): boolean =>
    list.every((v, i) => typeof v === 'number' && (i === 0 || sign * (v - (list[i - 1] as number)) >= 0));
  return [1, -1].every((sign) => !sorted(shipped, sign) || sorted(value, sign));
}

function shapeOf(value: unknown): string {
  if (!Array.isArray(value)) return typeof value;
  return `list of ${value.length}: ${[...new Set(value.map(shapeOf))].join(', ')}`;
}
