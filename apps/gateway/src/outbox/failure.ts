/** A new record could not be stored; everything stored before is safe. */
export class OutboxFull extends Error {
  override readonly name = 'OutboxFull';
  readonly code: string;

  constructor(code: string, directory: string) {
    super(`${directory} cannot take another record (${code}): free some space; recording goes on by itself`);
    this.code = code;
  }

  static from(error: unknown, directory: string): OutboxFull {
    return new OutboxFull((error as NodeJS.ErrnoException).code ?? String(error), directory);
  }
}
