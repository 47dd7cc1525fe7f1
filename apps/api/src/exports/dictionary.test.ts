import { dictionaryTableSchema, EXPORT_TABLES } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { dictionary } from './dictionary.ts';

describe('the data dictionary', () => {
  const tables = dictionary();

  test('names every table that can be ordered, and what comes with samples', () => {
    expect(tables.map(({ name }) => name)).toEqual([...EXPORT_TABLES, 'gaps']);
    for (const table of tables) expect(dictionaryTableSchema.parse(table)).toEqual(table);
  });

  test('says of every column what it is, and its unit', () => {
    const samples = tables.find(({ name }) => name === 'samples')!;
    expect(samples.columns.map(({ name }) => name)).toContain('gyr_z');
    expect(samples.columns.find(({ name }) => name === 'acc_x')?.unit).toBe('m/s^2');
    for (const { columns } of tables) {
      for (const column of columns) expect(column.description).not.toBe('');
    }
  });
});
