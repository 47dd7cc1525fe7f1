import { InvalidInput } from '../problem/invalid-input.ts';

const DAY_US = 86_400e6;

/** Half-open, microseconds since the epoch. */
export interface AskedSpan {
  readonly fromUs: number;
  readonly untilUs: number;
}

export function checkSpan({ fromUs, untilUs }: AskedSpan, mostDays: number): void {
  if (untilUs <= fromUs) throw new InvalidInput('untilUs', String(untilUs), 'Give a time after fromUs.');
  if (untilUs - fromUs > mostDays * DAY_US) {
    throw new InvalidInput('untilUs', String(untilUs), `Ask for ${mostDays} days at most.`);
  }
}
