import { NORMAL_95 } from '../measures/student.ts';

/**
 * 95 % interval of the expected number of rare events of which `seen` came, by Byar's approximation of the exact limits
 * (Breslow & Day 1987, Statistical Methods in Cancer Research II). Of none it reaches up to 3.7. `seen` need not be whole.
 */
export function rareEventsInterval(seen: number): readonly [number, number] {
  return [seen > 0 ? limit(seen, -NORMAL_95) : 0, limit(seen + 1, NORMAL_95)];
}

function limit(count: number, z: number): number {
  return count * Math.max(0, 1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3;
}
