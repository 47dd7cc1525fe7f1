/** The oldest Node.js that has what is used here: `engines` of the root package, tested to be the same. */
export const OLDEST_NODE = '22.18.0';

/** What to tell who runs the command with a Node.js that is too old; null when it will do. */
export function nodeComplaint(version: string): string | null {
  if (version.localeCompare(OLDEST_NODE, 'en', { numeric: true }) >= 0) return null;
  return `this is Node.js ${version}, plumbline needs ${OLDEST_NODE} or newer: run it through pnpm as the README says, which brings its own, or install a newer one`;
}
