import { z } from 'zod';

/** Refusals with a name that stays while the wording changes; a page says them in the language of its reader. */
export const PROBLEM_CODES = [
  'login_wrong',
  'too_many_tries',
  'setup_code_wrong',
  'account_exists',
  'login_taken',
  'password_wrong',
  'recovery_code_wrong',
  'role_missing',
  'another_person',
  'wearer_not_open',
  'database_away',
  'internal',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Of a request: the person it is meant to be from. A page does not notice that another tab signed somebody else in. */
export const PERSON_HEADER = 'plumbline-person';

const TYPE_PREFIX = 'urn:plumbline:problem:';

/** RFC 9457 problem details; `field`, `value` and `remedy` say what to change. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .describe(
        `${TYPE_PREFIX} and one of ${PROBLEM_CODES.join(', ')}; about:blank where only detail tells more`,
      ),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    field: z.string().optional(),
    value: z.string().optional(),
    remedy: z.string().optional(),
    waitS: z.number().int().optional().describe('seconds after which trying again makes sense'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

export const problemType = (code: ProblemCode): string => TYPE_PREFIX + code;

/** Null where the problem has no name, or one that a later version made. */
export const problemCode = ({ type }: Pick<Problem, 'type'>): ProblemCode | null =>
  PROBLEM_CODES.find((code) => type === problemType(code)) ?? null;
