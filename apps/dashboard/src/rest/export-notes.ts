import type { Export } from '@plumbline/contract';
import { t } from '../locales/t.ts';
import { jobProblemWords } from './job-problem.ts';

/** What there is to know of an export besides its files. */
export function notesOf({ problem, withheld, daysNotYetSummarised }: Export): string[] {
  if (withheld) return [t('failure.job.withheld')];
  return [
    ...(problem === null ? [] : [jobProblemWords(problem)]),
    ...(daysNotYetSummarised === 0 ? [] : [t('failure.job.daysWaiting', { count: daysNotYetSummarised })]),
  ];
}
