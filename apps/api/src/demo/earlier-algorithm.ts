import { DAY_PARAMS, SITTING_PARAMS, type SummaryParams } from '@plumbline/core';
import { DaySummariser } from '../summaries/day-summariser.ts';
import { SummariesRepository } from '../summaries/summaries.repository.ts';
import { summaryAlgorithm } from '../summaries/summary-algorithm.ts';

/**
 * The first weeks are told with parameters of their own, so that a change of the algorithm is there to be seen: bouts
 * were cut at the edges of a day, and less was drawn anew for the intervals.
 */
const EARLIER_PARAMS: SummaryParams = {
  ...DAY_PARAMS,
  sitting: { ...SITTING_PARAMS, boutEdges: 'cut', fragmentationMinBouts: 15, resamples: 100 },
};

export const EARLIER_ALGORITHM = summaryAlgorithm(EARLIER_PARAMS);

export class EarlierSummariser extends DaySummariser {
  protected override readonly dayParams: SummaryParams = EARLIER_PARAMS;
}

export class EarlierSummaries extends SummariesRepository {
  protected override readonly algorithmName: string = EARLIER_ALGORITHM;
}
