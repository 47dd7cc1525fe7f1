/** Ends the command with one line that says what happened and what to do, and a non-zero exit. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';

  constructor(what: string, remedy: string) {
    super(`${what} ${remedy}`);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
