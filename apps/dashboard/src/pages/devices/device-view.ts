import type { Device } from '@plumbline/contract';
import { toCsv } from '../../charts/csv.ts';
import type { DeviceDays } from '../../charts/device-option.ts';
import { dateAfter } from '../../locales/dates.ts';
import { formats, type MessageKey, t } from '../../locales/t.ts';

const US_PER_MS = 1000;
const S_PER_H = 3600;
const S_PER_DAY = 86_400;
const PPM = 1e-6;
const FULL = 100;
/** A sample this young: it is recording. */
const NOW_US = 30e6;

/** Whoever also keeps all this running is told of everybody's, which would pass here for one's own. */
export function ownOf(devices: readonly Device[]): Device[] {
  return devices.filter(({ own }) => own);
}

/** A name for each; sensors of the same make call themselves the same, and are told apart by their id. */
export function titlesOf(devices: readonly Pick<Device, 'id' | 'name'>[]): string[] {
  return devices.map(({ id, name }) => {
    const isAlone = devices.filter((other) => other.name === name).length === 1;
    return isAlone ? name : t('devices.named', { name, id });
  });
}

/** Whether it records, or when it last did. */
export function seenWords({ lastSampleUs }: Device, nowUs: number, zone: string): string {
  if (lastSampleUs === null) return t('devices.seen.never');
  if (nowUs - lastSampleUs < NOW_US) return t('devices.seen.now');
  return t('devices.seen.ago', { time: formats.dateTime(lastSampleUs, zone) });
}

const TIERS: ReadonlySet<string> = new Set(['validated', 'supported', 'experimental']);

export function kindWords({ driver, advertisedName, tier }: Device): string {
  const kind = t('devices.kind', { driver, advertised: advertisedName });
  return tier !== null && TIERS.has(tier) ? `${kind}, ${t(`devices.tier.${tier}` as MessageKey)}` : kind;
}

export interface Fact {
  readonly id: 'battery' | 'recorded' | 'dropouts' | 'drift' | 'firmware' | 'calibrated';
  readonly value: string;
  readonly note: string | null;
}

/** What there is to know of how a device gets through, each with what it rests on. */
export function factsOf(device: Device, zone: string): Fact[] {
  const { week, firmware, battery } = device;
  const charge = battery.latestPercent;
  const unknown = t('devices.facts.unknown');
  return [
    {
      id: 'battery',
      value: charge === null ? unknown : formats.percent(charge / FULL),
      note: charge === null ? t('devices.facts.batteryNone') : null,
    },
    { id: 'recorded', value: formats.duration(week.recordedH * S_PER_H), note: null },
    {
      id: 'dropouts',
      value: week.gapsPerHour === null ? unknown : formats.number(week.gapsPerHour),
      note: t('devices.facts.dropoutsNote', {
        count: week.gaps,
        missing: t('devices.facts.missingNote', { count: week.missingSamples }),
      }),
    },
    driftFact(device),
    { id: 'firmware', value: firmware ?? unknown, note: null },
    { id: 'calibrated', value: calibrationWords(device, zone), note: null },
  ];
}

function driftFact({ clockSlopePpm, clockResidualP95Ms }: Device): Fact {
  if (clockSlopePpm === null)
    return { id: 'drift', value: t('devices.facts.unknown'), note: t('devices.facts.driftNone') };
  const value = t('devices.facts.ppm', { value: formats.signed(clockSlopePpm * PPM * S_PER_DAY) });
  const ms = clockResidualP95Ms === null ? null : Math.ceil(clockResidualP95Ms);
  return { id: 'drift', value, note: ms === null ? null : t('devices.facts.driftNote', { ms }) };
}

function calibrationWords({ calibration }: Device, zone: string): string {
  if (calibration === null) return t('devices.facts.never');
  const kind = calibration.kind === 'bends' || calibration.kind === 'walking' ? calibration.kind : 'elsewise';
  return t(`devices.calibration.${kind}`, { time: formats.dateTime(calibration.atUs, zone) });
}

export interface DeviceHistory extends DeviceDays {
  /** Null: it never said. */
  readonly latestPercent: number | null;
  readonly recordedH: readonly (number | null)[];
  readonly gaps: readonly (number | null)[];
  readonly missingSamples: readonly (number | null)[];
}

/** Battery and dropouts share their days: every one from the first to the last, with nothing where it was not used. */
export function historyOf({ battery, history }: Device): DeviceHistory {
  const dateOf = (tUs: number) => new Date(tUs / US_PER_MS).toISOString().slice(0, 10);
  const charge = new Map(battery.tUs.map((tUs, i) => [dateOf(tUs), battery.percent[i] ?? null]));
  const rows = new Map(history.tUs.map((tUs, i) => [dateOf(tUs), i]));
  const dates = daysOf([...charge.keys(), ...rows.keys()].sort());
  const column = (values: readonly number[]) => dates.map((date) => values[rows.get(date) ?? -1] ?? null);
  const [recordedH, gaps] = [column(history.recordedH), column(history.gaps)];
  return {
    dates,
    latestPercent: battery.latestPercent,
    batteryPercent: dates.map((date) => charge.get(date) ?? null),
    gapsPerHour: gaps.map((count, i) => (count === null || !recordedH[i] ? null : count / recordedH[i])),
    ...{ recordedH, gaps, missingSamples: column(history.missingSamples) },
  };
}

function daysOf(sorted: readonly string[]): string[] {
  const days: string[] = [];
  for (let day = sorted[0]; day !== undefined && day <= sorted.at(-1)!; day = dateAfter(day, 1))
    days.push(day);
  return days;
}

export function historySummary({ dates, latestPercent, batteryPercent, gaps }: DeviceHistory): string {
  const said = batteryPercent.filter((percent) => percent !== null);
  const told = gaps.filter((count) => count !== null);
  const counts = { clean: told.filter((count) => count === 0).length, count: told.length };
  if (dates.length === 0) return t('devices.history.none');
  if (latestPercent === null) return t('devices.history.summaryNoBattery', counts);
  return t('devices.history.summary', {
    ...counts,
    latest: formats.percent(latestPercent / FULL),
    lowest: formats.percent(Math.min(...said) / FULL),
  });
}

export function historyAt(history: DeviceHistory, i: number): string {
  const percent = history.batteryPercent[i] ?? null;
  if (isUnused(history, i))
    return t('devices.history.unused', { day: formats.weekdayDate(history.dates[i]!) });
  return t('devices.history.at', {
    day: formats.weekdayDate(history.dates[i]!),
    battery: percent === null ? t('devices.history.noBattery') : formats.percent(percent / FULL),
    count: history.gaps[i] ?? 0,
    recorded: formats.duration((history.recordedH[i] ?? 0) * S_PER_H),
  });
}

/** The sensor said nothing that day. */
function isUnused({ batteryPercent, gaps }: DeviceHistory, i: number): boolean {
  return (batteryPercent[i] ?? gaps[i] ?? null) === null;
}

/** The numbers of the days on which it was used. */
const usedDays = (history: DeviceHistory): number[] =>
  [...history.dates.keys()].filter((i) => !isUnused(history, i));

/** Newest first. */
export function historyTable(history: DeviceHistory) {
  const head = (['day', 'battery', 'recorded', 'gaps', 'missing'] as const).map((key) =>
    t(`devices.history.${key}`),
  );
  const rows = usedDays(history).map((i) => [
    formats.weekdayDate(history.dates[i]!),
    history.batteryPercent[i] === null
      ? t('measures.none')
      : formats.percent(history.batteryPercent[i]! / FULL),
    formats.duration((history.recordedH[i] ?? 0) * S_PER_H),
    formats.number(history.gaps[i] ?? 0),
    formats.number(history.missingSamples[i] ?? 0),
  ]);
  return { head, rows: rows.toReversed() };
}

export function historyCsv(history: DeviceHistory): string {
  const { dates, batteryPercent, recordedH, gaps, missingSamples } = history;
  const columns = [dates, batteryPercent, recordedH, gaps, missingSamples];
  return toCsv(
    ['date', 'battery_percent', 'recorded_h', 'gaps', 'missing_samples'],
    usedDays(history).map((i) => columns.map((column) => column[i]!)),
  );
}
