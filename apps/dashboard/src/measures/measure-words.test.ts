import { describe, expect, it } from 'vitest';
import { FIGURES } from '../pages/person/figures.ts';
import { TREND_IDS } from '../pages/trends/trend-view.ts';
import { asymmetryWords, axisWords, measureName, measureWords, valueWords } from './measure-words.ts';
import { reasonWords } from './reason-words.ts';

describe('a measure', () => {
  it.each([...new Set([...TREND_IDS, ...FIGURES])])('%s has a name where it is shown', (id) => {
    expect(measureName(id)).not.toContain('measures.name');
  });

  const measure = { coverage: 0.84, interval: null, reason: null };

  it('is said with its unit, its interval and what it rests on', () => {
    const sitting = {
      ...measure,
      id: 'sitting_time',
      value: 252,
      unit: 'min',
      interval: [230, 270] as const,
    };
    expect(measureWords(sitting)).toEqual({
      id: 'sitting_time',
      name: 'Sitting',
      value: '4 hr 12 min',
      interval: '3 hr 50 min to 4 hr 30 min',
      coverage: '84% known',
      reason: null,
    });
  });

  it('is no number where nothing was known: none counted would say that there was none', () => {
    const said = measureWords({ ...measure, id: 'sitting_breaks', value: 0, unit: '1', coverage: 0 });
    expect(said).toMatchObject({ value: '–', reason: 'No posture was known in this time.' });
  });

  it('gives the reason where there is no number', () => {
    const reason = 'needs 10 min of sitting';
    const said = measureWords({
      ...measure,
      id: 'breaks_per_sitting_hour',
      value: null,
      unit: '1/h',
      reason,
    });
    expect(said).toMatchObject({ value: '–', interval: null, reason: 'Needs 10 min of sitting.' });
  });

  it('has one name for a day and for the mean of days', () => {
    expect(measureWords({ ...measure, id: 'sitting_time_per_day', value: 60, unit: 'min' }).name).toBe(
      'Sitting',
    );
  });
});

describe('values', () => {
  it.each([
    ['load_holding', 's', 95, '1 min'],
    ['breaks_per_sitting_hour', '1/h', 2.14, '2.1 per hour'],
    ['sitting_share', '1', 0.634, '63%'],
    ['sitting_breaks', '1', 7, '7'],
    ['rotation_asymmetry_all', '1', -0.081, '8% more to the left'],
    ['rotation_asymmetry_all', '1', 0.004, 'even'],
  ])('%s in %s: %d is %s', (id, unit, value, text) => {
    expect(valueWords(id, unit, value)).toBe(text);
  });

  it('are short on an axis, where the side is the place', () => {
    expect(axisWords('rotation_asymmetry_all', '1', -0.1)).toBe('10%');
    expect(axisWords('sitting_time', 'min', 120)).toBe('2h');
  });

  it('mirror left and right', () => {
    expect(asymmetryWords(0.2)).toBe('20% more to the right');
    expect(asymmetryWords(-0.2)).toBe('20% more to the left');
  });
});

describe('reasons of the server', () => {
  it.each([
    ['needs at least 10 sitting bouts, there are 4', 'Needs at least 10 spells of sitting; there are 4.'],
    [
      'needs at least 10 sitting bouts of 2.5 min or longer',
      'Needs at least 10 spells of sitting of 2.5 min or longer.',
    ],
    ['needs 3 valid days, there are 2', 'Needs 3 days worn long enough; there are 2.'],
    [
      '4 rotations to the left and 12 to the right: asymmetry needs 10 on each side',
      'Turns to the left: 4, to the right: 12; at least 10 on each side are needed.',
    ],
    [
      '1 rotations: fewer than 20 say little about asymmetry',
      '1 turn: fewer than 20 say little about left and right.',
    ],
    ['needs 3 valid days, there are 1', 'Needs 3 days worn long enough; there is 1.'],
    ['12 min of walking, 30 are needed', '12 min of walking; 30 are needed.'],
  ])('are said in plain words: %s', (reason, words) => {
    expect(reasonWords(reason)).toBe(words);
  });

  it('that are new are said as they came', () => {
    expect(reasonWords('the moon is full')).toBe('The moon is full.');
  });
});
