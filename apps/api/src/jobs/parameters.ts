import {
  CALENDAR_PARAMS,
  type CalendarParams,
  LOAD_PARAMS,
  type LoadParams,
  ORIENTATION_ALGORITHM,
  POSTURE_PARAMS,
  type PostureParams,
  parameterFault,
  ROTATION_PARAMS,
  type RotationParams,
  SITTING_PARAMS,
  type SittingParams,
} from '@plumbline/core';
import { InvalidInput } from '../problem/invalid-input.ts';
import { PARTS } from '../summaries/summary-algorithm.ts';

/** Every part of an analysis in this version. */
export const INSTALLED: readonly string[] = [ORIENTATION_ALGORITHM, ...PARTS];

/** Parameters that an analysis of one's own can be given. */
export interface AnalysisParameters {
  readonly posture: PostureParams;
  readonly sitting: SittingParams;
  readonly rotation: RotationParams;
  readonly load: LoadParams;
  readonly calendar: CalendarParams;
}

export const SHIPPED: AnalysisParameters = {
  posture: POSTURE_PARAMS,
  sitting: SITTING_PARAMS,
  rotation: ROTATION_PARAMS,
  load: LOAD_PARAMS,
  calendar: CALENDAR_PARAMS,
};

type Tree = Readonly<Record<string, unknown>>;
/** A path, and what stands there. */
export type Parameters = Tree;

/** Throws InvalidInput when a part is asked for in a version that is not the installed one. */
export function checkAlgorithms(wanted: readonly string[]): void {
  for (const algorithm of wanted) {
    if (INSTALLED.includes(algorithm)) continue;
    throw new InvalidInput(
      'algorithms',
      algorithm,
      `Give installed ones: ${INSTALLED.join(', ')}. What other versions told of a day is kept: GET /v1/days/{date}/versions.`,
    );
  }
}

/** The shipped parameters with others at their paths. Throws InvalidInput that names the path and what fits there. */
export function withParameters(given: Parameters): AnalysisParameters {
  let tree: Tree = SHIPPED as unknown as Tree;
  for (const [path, value] of Object.entries(given)) tree = changed(tree, path, path.split('.'), value);
  return tree as unknown as AnalysisParameters;
}

/** By path, as shipped. */
export function shippedParameters(): Parameters {
  return Object.fromEntries(flat(SHIPPED as unknown as Tree, ''));
}

function changed(tree: Tree, path: string, [key, ...rest]: readonly string[], value: unknown): Tree {
  const known = Object.hasOwn(tree, key!) ? tree[key!] : undefined;
  if (known === undefined) {
    throw new InvalidInput(`parameters.${path}`, key!, `Name one of: ${Object.keys(tree).join(', ')}.`);
  }
  if (rest.length > 0 && isTree(known)) return { ...tree, [key!]: changed(known, path, rest, value) };
  const isLeaf = rest.length === 0 && !isTree(known);
  const fault = isLeaf
    ? parameterFault(path, known, value)
    : `give a value like the shipped one, ${JSON.stringify(known)}`;
  if (fault === null) return { ...tree, [key!]: value };
  const remedy = `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
  throw new InvalidInput(`parameters.${path}`, JSON.stringify(value), remedy);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flat(tree: Tree, before: string): [string, unknown][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? flat(value, `${before}${key}.`) : [[before + key, value] as [string, unknown]],
  );
}
