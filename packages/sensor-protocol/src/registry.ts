import type { Advertisement, Driver } from './driver.ts';
import { capture2go } from './drivers/capture2go/driver.ts';
import { movellaDot } from './drivers/movella-dot/driver.ts';
import { witmotion } from './drivers/witmotion/driver.ts';

/** Every device family, the most specific match first. */
export const drivers: readonly Driver[] = [capture2go, movellaDot, witmotion];

/** Throws an error that lists the known ids. */
export function findDriver(id: string): Driver {
  const driver = drivers.find((candidate) => candidate.id === id);
  if (driver) return driver;
  throw new RangeError(`driver "${id}" is unknown: use one of ${drivers.map((d) => d.id).join(', ')}`);
}

/** The first driver that knows the device, or null. */
export function matchDriver(advertisement: Advertisement): Driver | null {
  return drivers.find((driver) => driver.match(advertisement)) ?? null;
}
