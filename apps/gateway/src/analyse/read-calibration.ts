import { readFile } from 'node:fs/promises';
import type { MountingSeed } from '@plumbline/core';
import { PlaceError, RecordingError } from '@plumbline/formats';

const REMEDY =
  'give the output of `plumbline bends`, or the summary.json of an analysis of the same mounting';

/** The mounting that an earlier test or analysis found. @throws RecordingError for a file that holds none. */
export async function readCalibration(path: string): Promise<MountingSeed> {
  const seed = seedIn(await textOf(path));
  if (!seed || !isDirection(seed.up)) throw wrong(path, 'holds no mounting');
  if (seed.forward !== null && !isAcross(seed.up, seed.forward))
    throw wrong(path, 'has a forward that is no direction across up');
  return seed as MountingSeed;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const problem = `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new PlaceError({ ...fault(path, problem), cause });
  }
}

const wrong = (path: string, problem: string): RecordingError => new RecordingError(fault(path, problem));

function fault(value: string, problem: string): ConstructorParameters<typeof RecordingError>[0] {
  return { line: 0, field: 'calibration', value, problem, remedy: REMEDY };
}

type Direction = readonly [number, number, number];
const MOST_COSINE = 1 - 1e-6;

interface MaybeSeed {
  readonly up?: unknown;
  readonly forward?: unknown;
}

function seedIn(text: string): MaybeSeed | undefined {
  try {
    const { seed, mounting } = JSON.parse(text) as { seed?: MaybeSeed; mounting?: { seed?: MaybeSeed } };
    return seed ?? mounting?.seed;
  } catch {
    return undefined;
  }
}

function isDirection(value: unknown): value is Direction {
  const isVector = Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
  return isVector && Math.hypot(...(value as number[])) > 0;
}

/** Farther from parallel than rounding. */
function isAcross(up: Direction, value: unknown): boolean {
  if (!isDirection(value)) return false;
  const along = up[0] * value[0] + up[1] * value[1] + up[2] * value[2];
  return Math.abs(along) < MOST_COSINE * Math.hypot(...up) * Math.hypot(...value);
}
