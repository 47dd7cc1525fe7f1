/** What the command's exit status says. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  noDevice: 3,
  permission: 4,
  validation: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with one line and a status. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What concerns every file comes before what concerns one. */
const WORST_FIRST = [EXIT.failure, EXIT.permission, EXIT.noDevice, EXIT.usage, EXIT.validation] as const;

/** The status of a command whose parts ended with these. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.ok;
}

const REFUSALS: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS'];
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'];

/** What the machine would not do with a file is no fault of the program: it needs no trace. */
export function isSystemFailure(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

export function isRefusal(error: unknown): boolean {
  return isSystemFailure(error) && REFUSALS.includes(error.code);
}

/** A file or folder that was named cannot be used, and what the system says of it: mostly that the name is wrong. */
export function placeCode(cause: unknown): ExitCode {
  if (isRefusal(cause)) return EXIT.permission;
  return isSystemFailure(cause) && FULL.includes(cause.code) ? EXIT.failure : EXIT.usage;
}
