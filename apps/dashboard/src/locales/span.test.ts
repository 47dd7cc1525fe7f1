import { expect, it } from 'vitest';
import { spanDates, weekdaySpan } from './span.ts';

it('a span says its year once, and both years where it is of two', () => {
  expect(spanDates('2026-10-27', '2026-11-23')).toEqual({ from: 'Oct 27', to: 'Nov 23, 2026' });
  expect(spanDates('2025-11-25', '2026-11-23')).toEqual({ from: 'Nov 25, 2025', to: 'Nov 23, 2026' });
  expect(weekdaySpan('2026-10-27', '2026-11-23')).toEqual({
    from: 'Tue, Oct 27, 2026',
    to: 'Mon, Nov 23, 2026',
  });
});
