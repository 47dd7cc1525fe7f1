import type { AnalysisSummary } from '../summary.ts';
import type { Tallies } from '../tallies.ts';

export interface ReportInput {
  readonly summary: AnalysisSummary;
  readonly tallies: Tallies;
  /** Path or name of the recording. */
  readonly name: string;
}

export function reportHtml(input: ReportInput): string {
  return input.name;
}
