import type { Problem } from '@plumbline/contract';

export type FailureKind =
  /** The server was not reached. */
  | 'offline'
  | 'timeout'
  | 'signedOut'
  | 'forbidden'
  | 'notFound'
  /** The server said no and why: `problem`. */
  | 'problem'
  /** The answer is not one of the contract. */
  | 'unreadable';

interface Details {
  readonly status?: number;
  readonly problem?: Problem;
  readonly seconds?: number;
}

/** Why a resource could not be had or changed. `failure-words.ts` makes sentences of it. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly problem: Problem | null;
  readonly seconds: number | null;

  constructor(kind: FailureKind, { status, problem, seconds }: Details = {}) {
    super(problem?.detail ?? kind);
    this.kind = kind;
    this.status = status ?? null;
    this.problem = problem ?? null;
    this.seconds = seconds ?? null;
  }
}

export function isFailure(error: unknown, kind: FailureKind): boolean {
  return error instanceof ApiFailure && error.kind === kind;
}
