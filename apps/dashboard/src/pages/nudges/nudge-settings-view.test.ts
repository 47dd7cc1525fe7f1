import type { NudgeSettings } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { changeQuiet, logLines, minutesOf, timeOf, withoutQuiet, withQuiet } from './nudge-settings-view.ts';

const settings: NudgeSettings = {
  limitS: 2700,
  dailyCap: 5,
  activeHours: { fromMin: 480, toMin: 1080 },
  quietHours: [],
  channel: 'page',
  tone: 'gentle',
};

describe('times of the day', () => {
  it.each([
    [0, '00:00'],
    [450, '07:30'],
    [1439, '23:59'],
    [1440, '23:59'],
  ])('%d min is %s', (minutes, time) => {
    expect(timeOf(minutes)).toBe(time);
  });

  it('are read back, the last minute as the end of the day', () => {
    expect(['07:30', '23:59', '', '7'].map(minutesOf)).toEqual([450, 1440, null, null]);
  });
});

describe('quiet times', () => {
  it('are added, changed and removed without touching the rest', () => {
    const two = withQuiet(withQuiet(settings));
    expect(two.quietHours).toHaveLength(2);
    const changed = changeQuiet(two, 1, { fromMin: 0, toMin: 60 });
    expect(changed.quietHours).toEqual([
      { fromMin: 720, toMin: 780 },
      { fromMin: 0, toMin: 60 },
    ]);
    expect(withoutQuiet(changed, 0).quietHours).toEqual([{ fromMin: 0, toMin: 60 }]);
    expect(settings.quietHours).toEqual([]);
  });
});

describe('the log', () => {
  const row = { unbrokenS: 2700, limitS: 2700, givenToday: 0, dailyCap: 5, nextUs: null };
  const log = [
    { ...row, tUs: 1, nudge: false, reason: 'under_limit' as const },
    { ...row, tUs: 2, nudge: true, reason: 'unbroken_sitting' as const },
  ];

  it('says what each decision rested on, the newest first', () => {
    expect(logLines(log, false).map(({ what }) => what)).toEqual(['Suggested a break', 'No suggestion']);
    expect(logLines(log, false)[0]!.why).toBe(
      'Your sitting has come to 45 min, and 45 min is the length you set.',
    );
  });

  it('leaves out what was held back when asked to', () => {
    expect(logLines(log, true)).toHaveLength(1);
  });
});
