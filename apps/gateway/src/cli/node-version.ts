/** The oldest Node.js that has what is used here: `engines` of the root package, tested to be the same. */
export const OLDEST_NODE = '22.18.0';

/** What to tell who runs the command with a Node.js that is too old; null when it will do. */
export function nodeComplaint(version: string): string | null {
  if (compare(version, OLDEST_NODE) >= 0) return null;
  return `this is Node.js ${version}, plumbline needs ${OLDEST_NODE} or newer: run it through pnpm as the README says, which brings its own, or install a newer one`;
}

function compare(version: string, other: string): number {
  const [a, b] = [version, other].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  const at = [0, 1, 2].find((i) => a![i] !== b![i]);
  return at === undefined ? 0 : a![at]! - b![at]!;
}
