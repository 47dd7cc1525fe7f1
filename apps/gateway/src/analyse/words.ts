import { type Measure, TRUNK_ANGLE_ERROR_DEG } from '@plumbline/core';

/** What the interval of a trunk angle, and of what follows from it, stands for. */
export const ANGLE_INTERVAL = `angles off by ${TRUNK_ANGLE_ERROR_DEG} deg`;

/** How the measures that people look at are called and written; others go by their id. */
export interface Told {
  readonly id: string;
  readonly name: string;
  /** A share that is read more easily in per cent. */
  readonly percent?: boolean;
}

export const MAIN_MEASURES: readonly Told[] = [
  { id: 'known_time', name: 'Posture known' },
  { id: 'sitting_time', name: 'Sitting' },
  { id: 'standing_time', name: 'Standing' },
  { id: 'walking_time', name: 'Walking' },
  { id: 'lying_time', name: 'Lying' },
  { id: 'sitting_share', name: 'Sitting, share of known time', percent: true },
  { id: 'sitting_bouts', name: 'Sitting bouts' },
  { id: 'sitting_bout_longest', name: 'Longest sitting bout' },
  { id: 'sitting_bout_median', name: 'Median sitting bout' },
  { id: 'sitting_bouts_30min', name: 'Sitting bouts of 30 min and more' },
  { id: 'breaks_per_sitting_hour', name: 'Breaks from sitting' },
  { id: 'rotation_count_left_all', name: 'Rotations to the left' },
  { id: 'rotation_count_right_all', name: 'Rotations to the right' },
  { id: 'rotation_asymmetry_all', name: 'Balance of rotation, right positive' },
  { id: 'load_holding', name: 'Longest hold of one posture band' },
  { id: 'load_holding_over_budget', name: 'Held beyond the budget' },
  { id: 'load_creep_peak', name: 'Creep, highest', percent: true },
  { id: 'load_shifts_15min', name: 'Postural shifts per 15 min of sitting' },
  { id: 'load_fidgets_15min', name: 'Fidgets per 15 min of sitting' },
];

const S_PER_MIN = 60;
const MS_PER_H = 3_600_000;
const MIN_PER_H = 60;

/** A value in the unit that a reader expects. */
export function valueText(value: number, unit: string): string {
  if (unit === 'min') return minutes(value);
  if (unit === 's') return value < S_PER_MIN ? `${digits(value)} s` : minutes(value / S_PER_MIN);
  if (unit === '1/h') return `${digits(value)} an hour`;
  if (unit === 'deg') return `${digits(Number(value.toFixed(1)))} deg`;
  return unit === '1' ? digits(value) : `${digits(value)} ${unit}`;
}

/** What arithmetic leaves of a whole number. */
const NEARLY = 1e-6;

/** Rounded down, as a clock does: a bout of 59.7 min is none of an hour. */
export function minutes(value: number): string {
  const sign = value < 0 ? '-' : '';
  const length = Math.abs(value) + NEARLY / S_PER_MIN;
  const whole = Math.floor(length);
  const seconds = Math.floor(length * S_PER_MIN);
  if (seconds === 0) return '0 min';
  if (seconds < S_PER_MIN) return `${sign}${seconds} s`;
  if (whole < 10) return `${sign}${(Math.floor(length * 10) / 10).toFixed(1)} min`;
  if (whole < MIN_PER_H) return `${sign}${whole} min`;
  const rest = whole % MIN_PER_H;
  return `${sign}${Math.floor(whole / MIN_PER_H)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** Whole numbers as they are, others with so many digits as matter. */
export function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${Math.round(100 * share)} %`;
}

/** Some reasons say themselves that there is nothing. */
export function reasonText(reason: string | null): string {
  return (reason ?? '').replace(/^not available: /, '');
}

/** Value with its interval, or why there is none. */
export function measureText({ value, unit, interval, reason }: Measure, asPercent = false): string {
  if (value === null) return `not available: ${reasonText(reason)}`;
  const text = (v: number): string => (asPercent ? percent(v) : valueText(v, unit));
  return interval === null ? text(value) : `${text(value)} (${text(interval[0])} to ${text(interval[1])})`;
}

const HELD_BACK: Readonly<Record<string, string>> = {
  under_limit: 'sat for less than the limit',
  not_sitting: 'was not sitting',
  too_soon_after_last: 'the last suggestion was too short a time ago',
  just_moved: 'had just moved',
  unbroken_sitting: 'nothing: it was suggested',
  outside_active_hours: 'outside the hours for suggestions',
  kept_for_later: 'the next one was kept for later in the day',
  daily_cap: 'enough suggestions for that day',
  not_worn: 'the clip was not worn',
  posture_unknown: 'posture was not known',
};

/** Why no break was suggested. */
export function heldBackText(reason: string): string {
  return HELD_BACK[reason] ?? reason.replaceAll('_', ' ');
}

/** Moments by the wearer's clock; in the hour that it shows twice, with the name of its time, such as CET. */
export interface Clock {
  /** Hours and minutes, and with seconds. */
  time(tUs: number): string;
  exact(tUs: number): string;
  /** The day and, unless it is midnight, the hour. */
  dated(tUs: number): string;
  /** With the date. */
  moment(tUs: number): string;
}

export function clock(timeZone: string): Clock {
  const hour = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat('en-GB', hour);
  const exact = new Intl.DateTimeFormat('en-GB', { ...hour, second: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric' });
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' });
  const once = (format: Intl.DateTimeFormat, tUs: number): string => {
    const tMs = tUs / 1000;
    const shown = format.format(tMs);
    if (![-MS_PER_H, MS_PER_H].some((by) => format.format(tMs + by) === shown)) return shown;
    return `${shown} ${zone.formatToParts(tMs).find(({ type }) => type === 'timeZoneName')?.value}`;
  };
  return {
    time: (tUs) => once(time, tUs),
    exact: (tUs) => once(exact, tUs),
    dated: (tUs) => {
      const at = once(time, tUs);
      return at === '00:00' ? day.format(tUs / 1000) : `${day.format(tUs / 1000)} ${at}`;
    },
    moment: (tUs) => `${date.format(tUs / 1000)} ${once(time, tUs)}`,
  };
}
