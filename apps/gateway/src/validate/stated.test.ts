import { describe, expect, test } from 'vitest';
import { atLeast, atMost, isMet, missed, type Section } from './figure.ts';
import { figureTable } from './markdown.ts';
import { compare, state } from './stated.ts';

const section = (error: number, f1: number, recordings = ['a', 'b']): Section => ({
  name: 'posture',
  title: 'Posture',
  recordings,
  figures: [atMost('error', error, 1.2, 'min'), atLeast('F1', f1, 0.9)],
  body: '',
});

describe('a number to reach', () => {
  test('is reached at the number itself', () => {
    expect(isMet(atMost('error', 1.2, 1.2, 'min'))).toBe(true);
    expect(isMet(atLeast('F1', 0.9, 0.9))).toBe(true);
  });

  test('is missed by what is not a number', () => {
    expect(missed([atMost('error', Number.NaN, 1.2, 'min'), atLeast('F1', Number.NaN, null)]).length).toBe(1);
  });

  test('is shown with the distance when it is missed', () => {
    expect(figureTable(section(1.5, 0.95).figures)).toContain(
      '| error | 1.50 min | <= 1.2 | **no**, by 0.30 |',
    );
  });
});

describe('stated figures', () => {
  const stated = { posture: state(section(1, 0.95)) };

  test('hold when they are the same or better', () => {
    expect(compare([section(1, 0.95)], stated)).toEqual({ compared: 2, fallen: [], apart: [] });
    expect(compare([section(0.8, 0.97)], stated).fallen).toEqual([]);
  });

  test('fall when they are worse, whichever way is better', () => {
    expect(compare([section(1.1, 0.95)], stated).fallen.map(({ id }) => id)).toEqual(['error']);
    expect(compare([section(1, 0.9)], stated).fallen.map(({ id }) => id)).toEqual(['F1']);
    expect(compare([section(Number.NaN, 0.95)], stated).fallen.map(({ id }) => id)).toEqual(['error']);
  });

  test('are not compared with figures of other recordings', () => {
    const { compared, apart } = compare([section(9, 0.1, ['c'])], stated);
    expect(compared).toBe(0);
    expect(apart).toEqual(['posture: the stated figures are of other recordings']);
  });

  test('are compared only where both sides have one', () => {
    const more = { ...section(1, 0.95), figures: [...section(1, 0.95).figures, atLeast('new', 0, null)] };
    expect(compare([more], stated).compared).toBe(2);
  });

  test('keep a figure without a value as null', () => {
    expect(state(section(Number.NaN, 0.95)).figures).toEqual({ error: null, F1: 0.95 });
  });
});
