import type { Advertisement, Driver } from './driver.ts';
import { bluest } from './drivers/bluest/driver.ts';
import { capture2go } from './drivers/capture2go/driver.ts';
import { metamotion } from './drivers/metamotion/driver.ts';
import { movellaDot } from './drivers/movella-dot/driver.ts';
import { movesense } from './drivers/movesense/driver.ts';
import { polarH10, polarVerity } from './drivers/polar/driver.ts';
import { sensortag } from './drivers/sensortag/driver.ts';
import { thingy52 } from './drivers/thingy52/driver.ts';
import { witmotion } from './drivers/witmotion/driver.ts';

/** Every device family; the broadest match (WitMotion goes by "WT" in the name) last. */
export const drivers: readonly Driver[] = [
  capture2go,
  metamotion,
  movellaDot,
  movesense,
  polarVerity,
  polarH10,
  thingy52,
  sensortag,
  bluest,
  witmotion,
];

/** Short names people use. */
const ALIASES: Readonly<Record<string, string>> = {
  wit: 'witmotion',
  dot: 'movella-dot',
  polar: 'polar-verity',
  thingy: 'thingy52',
  c2g: 'capture2go',
  metawear: 'metamotion',
  mm: 'metamotion',
};

/** Throws an error that lists the known ids. */
export function findDriver(id: string): Driver {
  const driver = drivers.find((candidate) => candidate.id === (ALIASES[id] ?? id));
  if (driver) return driver;
  throw new RangeError(`driver "${id}" is unknown: use one of ${drivers.map((d) => d.id).join(', ')}`);
}

/** The first driver that knows the device, or null. */
export function matchDriver(advertisement: Advertisement): Driver | null {
  return drivers.find((driver) => driver.match(advertisement)) ?? null;
}
