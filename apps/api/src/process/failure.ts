/** Ends the process with one line that says what happened and what to do, and a non-zero exit. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** One line for the terminal; programming errors keep their stack. */
export function failureText(error: unknown): string {
  if (error instanceof Error && 'remedy' in error) return `${error.message} ${String(error.remedy)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
