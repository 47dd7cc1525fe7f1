import { expect, test } from 'vitest';
import { table } from './table.ts';
import { visibleLength, wrap } from './ui.ts';

const ROWS = [['WT901BLE67', 'c0:de:00:00:00:01', '\x1b[32mwitmotion (supported)\x1b[0m', 'just now']];
const HEADERS = ['name', 'address', 'driver', 'heard'];

test('columns are as wide as their widest cell, colours not counted', () => {
  expect(table(HEADERS, ROWS).split('\n')[0]).toBe(
    'name        address            driver                 heard',
  );
});

test.each([40, 60, 80])('no line is longer than %d columns', (columns) => {
  const lines = table(HEADERS, ROWS, columns).split('\n');
  expect(Math.max(...lines.map(visibleLength))).toBeLessThanOrEqual(columns);
});

test('long text goes on below itself', () => {
  expect(wrap('one two three', 9, 2)).toBe('one two\n  three');
});
