import type { Advertisement, Driver } from './driver.ts';
import { bluest } from './drivers/bluest/driver.ts';
import { capture2go } from './drivers/capture2go/driver.ts';
import { generic } from './drivers/generic/driver.ts';
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
  generic,
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

/** Throws an error that lists the known ids. `more`: drivers from profile files. */
export function findDriver(id: string, more: readonly Driver[] = []): Driver {
  const known = [...more, ...drivers];
  const driver = known.find((candidate) => candidate.id === (ALIASES[id] ?? id));
  if (driver) return driver;
  throw new RangeError(`driver "${id}" is unknown: use one of ${known.map((d) => d.id).join(', ')}`);
}

/** The first driver that knows the device, or null. `more`: drivers from profile files, asked first. */
export function matchDriver(advertisement: Advertisement, more: readonly Driver[] = []): Driver | null {
  return [...more, ...drivers].find((driver) => driver.match(advertisement)) ?? null;
}
