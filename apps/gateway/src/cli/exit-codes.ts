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
