import {
  CALENDAR_PARAMS,
  type CalendarParams,
  LOAD_PARAMS,
  type LoadParams,
  NUDGE_PARAMS,
  type NudgeParams,
  POSTURE_PARAMS,
  type PostureParams,
  parameterFault,
  ROTATION_PARAMS,
  type RotationParams,
  SITTING_PARAMS,
  type SittingParams,
} from '@plumbline/core';

/** Every parameter that an analysis can be given. */
export interface AnalysisParameters {
  readonly posture: PostureParams;
  readonly sitting: SittingParams;
  readonly rotation: RotationParams;
  readonly load: LoadParams;
  readonly nudge: NudgeParams;
  readonly calendar: CalendarParams;
}

export const SHIPPED_PARAMETERS: AnalysisParameters = {
  posture: POSTURE_PARAMS,
  sitting: SITTING_PARAMS,
  rotation: ROTATION_PARAMS,
  load: LOAD_PARAMS,
  nudge: NUDGE_PARAMS,
  calendar: CALENDAR_PARAMS,
};

type Tree = { readonly [key: string]: unknown };

/**
 * The parameters with one of them changed, such as `rotation.excursion.seatedThresholdDeg=7`.
 * @throws RangeError naming what is wrong and what there is instead.
 */
export function withParameter(parameters: AnalysisParameters, assignment: string): AnalysisParameters {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).trim().split('.');
  if (at < 0) throw new RangeError(`${assignment}: write name=value, such as load.creep.loadTauS=600`);
  return changed(parameters as unknown as Tree, path, 0, assignment.slice(at + 1)) as never;
}

function changed(tree: Tree, path: readonly string[], depth: number, text: string): Tree {
  const key = path[depth]!;
  const name = path.join('.');
  if (!Object.hasOwn(tree, key)) {
    const where = depth === 0 ? 'the parameters have' : `${path.slice(0, depth).join('.')} has`;
    throw new RangeError(`${name}: ${where} no ${key}, only ${Object.keys(tree).join(', ')}`);
  }
  const known = tree[key];
  if (depth + 1 === path.length) return { ...tree, [key]: valueLike(known, text, name) };
  if (!isTree(known)) throw new RangeError(`${name}: ${path.slice(0, depth + 1).join('.')} is a value`);
  return { ...tree, [key]: changed(known, path, depth + 1, text) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The new value must be of the kind and the size of the old one. */
function valueLike(known: unknown, text: string, name: string): unknown {
  if (isTree(known)) throw new RangeError(`${name}: name one of ${Object.keys(known).join(', ')} in it`);
  const value = parsed(text);
  const fault = parameterFault(name, known, value);
  if (fault !== null) throw new RangeError(`${name}=${text}: ${fault}`);
  return value;
}

/** Words may stand without quotes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Path and values of what differs, in the order of the paths; `undefined` where one side has none. */
export function differences(
  before: unknown,
  after: unknown,
): { path: string; before: unknown; after: unknown }[] {
  const [a, b] = [flat(before), flat(after)];
  const paths = [...new Set([...a.keys(), ...b.keys()])].sort();
  return paths
    .filter((path) => JSON.stringify(a.get(path)) !== JSON.stringify(b.get(path)))
    .map((path) => ({ path, before: a.get(path), after: b.get(path) }));
}

function flat(value: unknown, path = ''): Map<string, unknown> {
  if (!isTree(value)) return new Map([[path, value]]);
  const inside = Object.entries(value).flatMap(([key, v]) => [...flat(v, path ? `${path}.${key}` : key)]);
  return new Map(inside);
}
