import { describe, expect, test } from 'vitest';
import { minutes, valueText } from './words.ts';

describe('a duration', () => {
  test.each([
    [59.7, '59 min'],
    [60, '1 h'],
    [119.99, '1 h 59 min'],
    [9.99, '9.9 min'],
    [2.3, '2.3 min'],
    [0.999, '59 s'],
    [0.3, '18 s'],
    [0.01, '0 min'],
    [-59.7, '-59 min'],
    [-0.3, '-18 s'],
  ])('of %d min is told as %s: rounded down, as a clock does', (value, told) => {
    expect(minutes(value)).toBe(told);
  });

  test('is no less for what arithmetic leaves of it', () => {
    expect(minutes(59.999_999_999)).toBe('1 h');
    expect(minutes((0.1 + 0.2) * 10)).toBe('3.0 min');
    expect(valueText(3599.999_999_9, 's')).toBe('1 h');
  });
});
