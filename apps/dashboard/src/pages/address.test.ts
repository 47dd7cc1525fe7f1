import { describe, expect, test } from 'vitest';
import { dateOf, oneOf, weeksOf, withChoice } from './address.ts';

describe('what the address says', () => {
  test('is what was chosen', () => {
    expect(weeksOf('12')).toBe(12);
    expect(oneOf(['none', 'before'], 'before')).toBe('before');
    expect(dateOf('2026-11-16')).toBe('2026-11-16');
  });

  test.each([null, '', '5', '12 ', '12.0', 'constructor'])('counts for nothing when it says %j', (text) => {
    expect(weeksOf(text)).toBe(4);
    expect(oneOf(['none', 'before'], text)).toBe('none');
  });

  test.each([null, '', '2026-02-30', '2026-13-01', '2026-11-16T00:00', '16.11.2026', '26-11-16'])(
    'is no date when it says %j',
    (text) => {
      expect(dateOf(text)).toBeNull();
    },
  );
});

describe('a choice', () => {
  const search = new URLSearchParams('weeks=12&measure=standing_time');

  test('leaves the others as they are', () => {
    expect(withChoice(search, 'weeks', 52).toString()).toBe('weeks=52&measure=standing_time');
    expect(withChoice(search, 'until', '2026-11-16').get('measure')).toBe('standing_time');
  });

  test('that is taken back is gone', () => {
    expect(withChoice(search, 'measure', null).toString()).toBe('weeks=12');
  });
});
