/** The oldest Node.js that has what is used here: `engines` of the root package, tested to be the same. */
export const OLDEST_NODE = '22.18.0';
const FAILED = 1;

/** What to tell who runs a program with a Node.js that is too old; null when it will do. */
export function nodeComplaint(version: string): string | null {
  if (version.localeCompare(OLDEST_NODE, 'en', { numeric: true }) >= 0) return null;
  return `this is Node.js ${version}, plumbline needs ${OLDEST_NODE} or newer: run it through pnpm as the README says, which brings its own, or install a newer one`;
}

/** What of `process` a program hands over: nothing in here knows Node.js itself. */
interface OwnProcess {
  readonly versions: { readonly node: string };
  readonly stderr: { write(text: string): unknown };
  exit(code: number): never;
}

/**
 * The first thing every program of the house does. Here because each of them may import this package, and as an entry of
 * its own because nothing else may be loaded before: an old Node.js may not even read it.
 */
export function refuseOldNode(own: OwnProcess): void {
  const complaint = nodeComplaint(own.versions.node);
  if (complaint === null) return;
  own.stderr.write(`${complaint}\n`);
  own.exit(FAILED);
}
