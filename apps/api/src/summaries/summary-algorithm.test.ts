import { CALENDAR_PARAMS, createCalendar, DAY_PARAMS, DayCollector } from '@plumbline/core';
import { describe, expect, test } from 'vitest';
import { TREND_UNITS } from '../trends/trend-measures.ts';
import { kindOf, PARTS, paramsOfParts, TREND_MEASURES } from './summary-algorithm.ts';

/** Of a day with a second of sitting: each measure is there, with or without a value. */
const collector = new DayCollector(createCalendar('UTC', CALENDAR_PARAMS.declared));
collector.add({ tUs: 1_795_000_000_000_000, state: 'sitting', coverage: 1 });
const [day] = collector.summaries({ bouts: [], hasGyro: true, flexionRangeDeg: null });
const measures = day!.measures;

describe('the name under which days are stored', () => {
  test('holds every algorithm that tells a measure of a day: a new version has stored days told anew', () => {
    const algorithms = measures.flatMap(({ algorithm }) => algorithm.split(' and '));
    const missing = algorithms.filter((algorithm) => !PARTS.includes(algorithm));
    expect([...new Set(missing)].map(kindOf)).toEqual([]);
  });

  test('holds the parameters of each of them: a new number has stored days told anew too', () => {
    const { day, ...others } = paramsOfParts(DAY_PARAMS);
    expect(Object.keys({ ...day, ...others }).sort()).toEqual(PARTS.map(kindOf).sort());
  });
});

describe('what is followed over months', () => {
  test.each(TREND_MEASURES)('%s is a measure of a day, in the unit that trends tell', (id) => {
    expect(measures.find((measure) => measure.id === id)?.unit).toBe(TREND_UNITS[id]);
  });
});
