import { type KnownReasons, knownReason } from '../locales/known-reasons.ts';
import { t } from '../locales/t.ts';

type JobProblem = 'closed' | 'stopped' | 'diskFull' | 'internal';

/** Why the API gave an export up. */
const KNOWN: KnownReasons<JobProblem> = [
  [/^The wearer does not let you see this/, 'closed'],
  [/^The server stopped meanwhile/, 'stopped'],
  [/^The disk of the server is full/, 'diskFull'],
  [/^The server met an error of its own/, 'internal'],
];

/** In the reader's language where it is known, else as the server said it. */
export function jobProblemWords(problem: string): string {
  return knownReason(problem, KNOWN, (key) => t(`failure.job.${key}`));
}
