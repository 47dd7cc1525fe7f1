/** What went wrong with the database and what to do about it, each one plain line. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

/** The `code` of a system or PostgreSQL error, such as `ECONNREFUSED` or `57P03`. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
