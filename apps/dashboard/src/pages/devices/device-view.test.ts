import type { Device } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import {
  factsOf,
  historyAt,
  historyCsv,
  historyOf,
  historySummary,
  historyTable,
  kindWords,
  ownOf,
  seenWords,
  titlesOf,
} from './device-view.ts';

const DAY_US = 86_400e6;
const FIRST_US = Date.UTC(2026, 10, 20) * 1000;

const device = (more: Partial<Device> = {}): Device => ({
  id: 'c0de',
  name: 'Belt',
  advertisedName: 'WT901BLE',
  own: true,
  driver: 'witmotion',
  tier: 'supported',
  firmware: '1.2',
  gatewayId: null,
  firstSeenUs: 0,
  lastSampleUs: FIRST_US,
  battery: { latestPercent: 90, tUs: [FIRST_US, FIRST_US + DAY_US], percent: [80, 60] },
  clockSlopePpm: 12.5,
  clockResidualP95Ms: 2.4,
  week: { streams: 2, recordedH: 10, gaps: 5, missingSamples: 120, gapsPerHour: 0.5, rejectedRecords: 0 },
  history: { tUs: [FIRST_US + DAY_US], recordedH: [8], gaps: [4], missingSamples: [100] },
  calibration: null,
  ...more,
});
it('others’ sensors are left out, whoever may see them', () => {
  expect(ownOf([device(), device({ id: 'beef', own: false })]).map(({ id }) => id)).toEqual(['c0de']);
});

const NEVER: Device['battery'] = { latestPercent: null, tUs: [], percent: [] };
const fact = (id: string, of = device()) => factsOf(of, 'UTC').find((each) => each.id === id)!;

describe('a device', () => {
  it('has a name of its own, with its id where another one is called the same', () => {
    expect(titlesOf([device(), device({ id: 'beef', name: 'Chair' })])).toEqual(['Belt', 'Chair']);
    expect(titlesOf([device(), device({ id: 'beef' })])).toEqual(['Belt, c0de', 'Belt, beef']);
  });

  it('says whether it records, or when it did', () => {
    expect(seenWords(device(), FIRST_US + 5e6, 'UTC')).toBe('Recording now');
    expect(seenWords(device({ lastSampleUs: null }), 0, 'UTC')).toBe('Never recorded');
    expect(seenWords(device(), FIRST_US + DAY_US, 'UTC')).toMatch(/^Last sample/);
  });

  it('says how well its driver is proved, where that is known', () => {
    expect(kindWords(device())).toBe('witmotion, WT901BLE, supported');
    expect(kindWords(device({ tier: null }))).toBe('witmotion, WT901BLE');
  });

  it('has its clock told in seconds a day, with what is left after correcting', () => {
    expect(fact('drift')).toMatchObject({
      value: '+1.1 s a day',
      note: 'corrected; what is left is within 3 ms',
    });
    expect(fact('drift', device({ clockSlopePpm: null })).note).toMatch(/^Not known yet/);
  });

  it('tells losses with what they rest on', () => {
    expect(fact('dropouts')).toMatchObject({ value: '0.5', note: '5 gaps, 120 samples missing and named' });
    expect(fact('battery', device({ battery: NEVER })).note).toBe('It does not say.');
  });
});

describe('its history', () => {
  it('joins charge and losses by day, empty where one of them is missing', () => {
    const history = historyOf(device());
    expect(history).toMatchObject({
      dates: ['2026-11-20', '2026-11-21'],
      batteryPercent: [80, 60],
      gapsPerHour: [null, 0.5],
      gaps: [null, 4],
    });
    expect(historySummary(history)).toBe('Battery 90% now, lowest 60%. On 0 of 1 day nothing was missing.');
    expect(historyAt(history, 1)).toBe('Sat, Nov 21: battery 60%, 4 dropouts in 8 hr');
    expect(historyCsv(history).split('\r\n')[1]).toBe('2026-11-20,80,,,');
  });

  it('has a place for every day, and rows for those on which it was used', () => {
    const [friday, monday] = [FIRST_US, FIRST_US + 3 * DAY_US];
    const history = historyOf(
      device({ battery: { latestPercent: 60, tUs: [friday, monday], percent: [80, 60] } }),
    );
    expect(history.dates).toEqual(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']);
    expect(history.batteryPercent).toEqual([80, null, null, 60]);
    expect(historyAt(history, 2)).toBe('Sun, Nov 22: not used');
    expect(historyTable(history).rows.map(([day]) => day)).toEqual([
      'Mon, Nov 23',
      'Sat, Nov 21',
      'Fri, Nov 20',
    ]);
    expect(historyCsv(history).trim().split('\r\n')).toHaveLength(4);
  });

  it('says that there is none', () => {
    const none = device({
      battery: NEVER,
      history: { tUs: [], recordedH: [], gaps: [], missingSamples: [] },
    });
    expect(historySummary(historyOf(none))).toBe('There is no history of the last 30 days.');
  });
});
