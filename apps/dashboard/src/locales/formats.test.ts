import { describe, expect, it } from 'vitest';
import { createFormats, durationParts } from './formats.ts';
import { pickLanguage, pickLocale } from './t.ts';

const formats = createFormats('en-GB');

describe('durations', () => {
  it.each([
    [0, '0 sec'],
    [59.9, '59 sec'],
    [60, '1 min'],
    [23 * 60 + 59, '23 min'],
    [3600, '1 hr'],
    [3600 + 5 * 60, '1 hr 5 min'],
    [26 * 3600, '26 hr'],
  ])('%d s is %s', (seconds, text) => {
    expect(createFormats('en-US').duration(seconds)).toBe(text);
  });

  it('never count backwards', () => {
    expect(durationParts(-5)).toEqual([[0, 'second']]);
  });

  it('have a long form for sentences', () => {
    expect(formats.durationLong(30)).toBe('30 seconds');
    expect(formats.durationLong(120)).toBe('2 minutes');
  });
});

describe('times', () => {
  const NOON_US = Date.UTC(2026, 10, 21, 14, 5, 9) * 1000;

  it("are shown in the wearer's zone", () => {
    expect(formats.clock(NOON_US, 'Europe/Berlin')).toBe('15:05');
    expect(formats.clockWithSeconds(NOON_US, 'UTC')).toBe('14:05:09');
    expect(createFormats('en-US').hour(NOON_US, 'Europe/Berlin')).toBe('3 PM');
  });
});

describe('dates', () => {
  it('are those of a calendar, wherever the reader is', () => {
    expect(formats.date('2026-11-21')).toBe('21 Nov');
    expect(formats.weekdayDate('2026-11-21')).toBe('Sat 21 Nov');
    expect(createFormats('de').weekday('2026-11-21')).toBe('Sa');
    expect(formats.month('2026-11-01')).toBe('Nov 2026');
  });
});

describe('sizes', () => {
  it('are in units a person would say', () => {
    expect(formats.bytes(0)).toBe('0 bytes');
    expect(formats.bytes(1_234_000)).toBe('1.2 MB');
    expect(formats.bytes(5e12)).toBe('5,000 GB');
  });
});

describe('several things', () => {
  const german = createFormats('de');

  it('of one kind are a list, several facts of one thing are not', () => {
    expect(german.list(['Sitzen', 'Stehen'])).toBe('Sitzen und Stehen');
    expect(german.facts(['22. Nov.', 'keine Daten'])).toBe('22. Nov., keine Daten');
  });

  it('that are less have a minus as wide as a plus', () => {
    expect([german.signed(-0.5), german.signed(1.6), german.signed(0)]).toEqual(['−0,5', '+1,6', '0']);
  });
});

describe('angles', () => {
  it('are whole degrees without a sign: words say the side', () => {
    expect(formats.degrees(-12.6)).toBe('13°');
    expect(formats.degrees(-0.2)).toBe('0°');
  });
});

describe('the language', () => {
  it('is the first preferred one that is written, else English', () => {
    expect(pickLanguage(['fr-FR', 'de-AT', 'en-IE'])).toBe('de');
    expect(pickLanguage(['fr-FR'])).toBe('en');
  });

  it('keeps the regional habits of its readers', () => {
    expect(pickLocale(['de-DE', 'en-IE', 'en'], 'en')).toBe('en-IE');
    expect(pickLocale(['en-US'], 'de')).toBe('de');
  });
});
