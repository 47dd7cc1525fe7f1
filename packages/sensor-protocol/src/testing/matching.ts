import type { Json } from '../driver.ts';

/** Every value by its key, at any depth. */
export function valuesByKey(value: Json, into = new Map<string, Json[]>(), key = ''): Map<string, Json[]> {
  if (key !== '') into.set(key, [...(into.get(key) ?? []), value]);
  if (Array.isArray(value)) for (const item of value) valuesByKey(item, into);
  else if (value !== null && typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) valuesByKey(item, into, name);
  }
  return into;
}

/** One unit in the last digit that the expected number prints. */
function ulp(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const decimals = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  return 1.0001 * 10 ** (Number(exponent) - decimals);
}

/** Numbers within one unit of the last printed digit; a list may go on longer than what is expected. */
export function matches(actual: Json, wanted: Json): boolean {
  if (typeof wanted === 'number')
    return typeof actual === 'number' && Math.abs(actual - wanted) <= ulp(wanted);
  if (!Array.isArray(wanted)) return actual === wanted;
  if (!Array.isArray(actual) || actual.length < wanted.length) return false;
  return wanted.every((item, i) => matches(actual[i], item));
}
