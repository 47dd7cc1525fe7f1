/** Minutes of the local day, half-open; `from` after `to` goes over midnight. */
export interface DailyHours {
  readonly fromMin: number;
  readonly toMin: number;
}

/** What the wearer can set, as data. Sources stand in `README.md`. */
export interface NudgeParams {
  /** Unbroken sitting from which a break is suggested, s. */
  readonly limitS: number;
  /** Someone who has shifted within this time is left alone, s ... */
  readonly unvariedS: number;
  /** ... but not for longer than this beyond the limit, s. */
  readonly patienceS: number;
  /** No two suggestions closer than this, s. */
  readonly spacingS: number;
  readonly dailyCap: number;
  /** Suggestions come only within these hours; from and to alike are the whole day, as for the hours of a valid day. */
  readonly activeHours: DailyHours;
  /** And never within these. */
  readonly quietHours: readonly DailyHours[];
  /** A break that begins this soon after a suggestion answers it, s. */
  readonly answerS: number;
  /** Suggested length of a break, minutes. */
  readonly breakMin: readonly [number, number];
}

export const NUDGE_PARAMS = {
  limitS: 45 * 60,
  unvariedS: 5 * 60,
  patienceS: 15 * 60,
  spacingS: 30 * 60,
  dailyCap: 5,
  activeHours: { fromMin: 7 * 60, toMin: 20 * 60 },
  quietHours: [],
  answerS: 10 * 60,
  breakMin: [2, 4],
} as const satisfies NudgeParams;

export const NUDGE_ALGORITHM = 'nudge@1.2.0';
