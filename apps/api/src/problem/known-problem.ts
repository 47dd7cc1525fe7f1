import { HttpException, type HttpStatus } from '@nestjs/common';
import type { Problem, ProblemCode } from '@plumbline/contract';

type Facts = Partial<Pick<Problem, 'field' | 'value' | 'remedy' | 'waitS'>>;

/** A refusal whose name pages know, to say it in the language of their reader. */
export class KnownProblem extends HttpException {
  readonly code: ProblemCode;
  readonly facts: Facts;

  constructor(code: ProblemCode, status: HttpStatus, detail: string, facts: Facts = {}) {
    super(detail, status);
    this.code = code;
    this.facts = facts;
  }
}
