const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;
const US_PER_MS = 1000;
/** As wide as a plus, where most locales write a hyphen. */
const MINUS = '−';

/** Numbers, times and durations as a locale writes them. Times are microseconds since the epoch UTC. */
export interface Formats {
  /** `12°`, without a sign. */
  readonly degrees: (deg: number) => string;
  readonly percent: (share: number) => string;
  readonly number: (value: number) => string;
  /** `42 s`, `23 min`, `1 h 5 min`: two units at most, rounded down. */
  readonly duration: (seconds: number) => string;
  /** `30 seconds`, for headings and sentences. */
  readonly durationLong: (seconds: number) => string;
  /** `30s`, where room is short. */
  readonly durationNarrow: (seconds: number) => string;
  /** `2 PM` or `14` in the zone. */
  readonly hour: (tUs: number, timeZone: string) => string;
  /** `14:32` in the zone. */
  readonly clock: (tUs: number, timeZone: string) => string;
  /** `14:32:05` in the zone. */
  readonly clockWithSeconds: (tUs: number, timeZone: string) => string;
  /** `Saturday 21 November` in the zone. */
  readonly day: (tUs: number, timeZone: string) => string;
  /** `21 Nov, 14:32` in the zone. */
  readonly dateTime: (tUs: number, timeZone: string) => string;
  /** `21 Nov 2026, 14:32` in the zone. */
  readonly dateTimeOfYear: (tUs: number, timeZone: string) => string;
  /** `21 November 2026` in the zone. */
  readonly longDate: (tUs: number, timeZone: string) => string;
  /** `21 Nov` of an ISO date. */
  readonly date: (date: string) => string;
  /** `21 Nov 2026` of an ISO date. */
  readonly dateOfYear: (date: string) => string;
  /** `Sat 21 Nov` of an ISO date. */
  readonly weekdayDate: (date: string) => string;
  /** `Sat 21 Nov 2026` of an ISO date. */
  readonly weekdayDateOfYear: (date: string) => string;
  /** `Sat` of an ISO date. */
  readonly weekday: (date: string) => string;
  /** `21` of an ISO date. */
  readonly dayOfMonth: (date: string) => string;
  /** `Nov 2026` of an ISO date. */
  readonly month: (date: string) => string;
  /** `+1.5`, `−3`, `0`. */
  readonly signed: (value: number) => string;
  /** `+0.42`, `−0.07`, `0.00`: always two decimals. */
  readonly correlation: (value: number) => string;
  /** `1.2 MB` */
  readonly bytes: (bytes: number) => string;
  /** `a, b und c`: things of one kind. */
  readonly list: (parts: readonly string[]) => string;
  /** `a, b, c`: several facts of one thing, which no "and" joins. */
  readonly facts: (parts: readonly string[]) => string;
}

export function createFormats(locale: string): Formats {
  const degree = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'degree',
    unitDisplay: 'narrow',
    maximumFractionDigits: 0,
  });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const correlation = new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' },
  });
  const zoned = zonedFormats(locale);
  const ofDate = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (date: string) => format.format(Date.parse(`${date}T00:00:00Z`));
  };
  return {
    degrees: (deg) => degree.format(Math.abs(Math.round(deg))),
    percent: (share) => percent.format(share),
    number: (value) => number.format(value),
    duration: durationFormat(locale, 'short'),
    durationLong: durationFormat(locale, 'long'),
    durationNarrow: durationFormat(locale, 'narrow'),
    hour: zoned({ hour: 'numeric' }),
    clock: zoned({ hour: 'numeric', minute: '2-digit' }),
    clockWithSeconds: zoned({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    day: zoned({ weekday: 'long', day: 'numeric', month: 'long' }),
    dateTime: zoned({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
    dateTimeOfYear: zoned({
      ...{ day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
    }),
    longDate: zoned({ day: 'numeric', month: 'long', year: 'numeric' }),
    date: ofDate({ day: 'numeric', month: 'short' }),
    dateOfYear: ofDate({ day: 'numeric', month: 'short', year: 'numeric' }),
    weekdayDate: ofDate({ weekday: 'short', day: 'numeric', month: 'short' }),
    weekdayDateOfYear: ofDate({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    weekday: ofDate({ weekday: 'short' }),
    dayOfMonth: ofDate({ day: 'numeric' }),
    month: ofDate({ month: 'short', year: 'numeric' }),
    signed: (value) => signed.format(value).replace('-', MINUS),
    correlation: (value) => correlation.format(value).replace('-', MINUS),
    bytes: bytesFormat(locale),
    list: (parts) => list.format(parts),
    facts: (parts) => parts.join(', '),
  };
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const BYTES_A_UNIT = 1000;

function bytesFormat(locale: string): (bytes: number) => string {
  return (bytes) => {
    const power = Math.floor(Math.log(Math.max(1, bytes)) / Math.log(BYTES_A_UNIT));
    const at = Math.min(BYTE_UNITS.length - 1, power);
    // The short form has no plural: `504 byte`.
    const unitDisplay = at === 0 ? 'long' : 'short';
    const style = { style: 'unit', unit: BYTE_UNITS[at]!, unitDisplay, maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(locale, style).format(bytes / BYTES_A_UNIT ** at);
  };
}

function durationFormat(locale: string, unitDisplay: 'short' | 'long' | 'narrow') {
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 0 });
  const units = { hour: unit('hour'), minute: unit('minute'), second: unit('second') };
  return (seconds: number) =>
    durationParts(seconds)
      .map(([value, name]) => units[name].format(value))
      .join(' ');
}

type Part = readonly [number, 'hour' | 'minute' | 'second'];

/** The units a person would say: seconds below a minute, no seconds above, no minutes on a whole hour. */
export function durationParts(seconds: number): Part[] {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < SECONDS_PER_MINUTE) return [[whole, 'second']];
  const hours = Math.floor(whole / SECONDS_PER_HOUR);
  const minutes = Math.floor((whole % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  if (hours === 0) return [[minutes, 'minute']];
  return minutes === 0
    ? [[hours, 'hour']]
    : [
        [hours, 'hour'],
        [minutes, 'minute'],
      ];
}

/** Making a date format is slow and the zone rarely changes: one is kept per zone. */
function zonedFormats(locale: string) {
  return (options: Intl.DateTimeFormatOptions) => {
    const byZone = new Map<string, Intl.DateTimeFormat>();
    return (tUs: number, timeZone: string) => {
      let format = byZone.get(timeZone);
      if (!format) {
        format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
        byZone.set(timeZone, format);
      }
      return format.format(tUs / US_PER_MS);
    };
  };
}
