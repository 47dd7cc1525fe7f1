import { z } from 'zod';

/** What to give, for whatever a schema has no words of its own: Zod's name what is wrong and not what would be right. */
type Issue = z.core.$ZodRawIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID, such as 0b8f2f1e-5c1b-4e0e-9a39-6a0d9f0c7d11',
  url: 'a URL',
  email: 'an e-mail address',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/** Undefined: as Zod says it. */
export function remedyOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return given(KINDS[issue.expected]);
    case 'invalid_format':
      return given(FORMATS[issue.format]);
    case 'invalid_value':
      return `Give one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `Give ${issue.minimum} or more${unitOf(issue.origin)}.`;
    case 'too_big':
      return `Give at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'unrecognized_keys':
      return `Leave out, or spell otherwise: ${issue.keys.join(', ')}.`;
    default:
      return undefined;
  }
}

const given = (what: string | undefined): string | undefined => what && `Give ${what}.`;
const unitOf = (origin: string): string => UNITS[origin] ?? '';

/** For every schema of this process, the contract's among them. */
export function speakOfRemedies(): void {
  z.config({ customError: remedyOf });
}
