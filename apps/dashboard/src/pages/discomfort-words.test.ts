import type { Discomfort } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import {
  discomfortCsv,
  discomfortNumbers,
  discomfortSummary,
  discomfortTable,
  partWords,
  unknownWords,
} from './discomfort-words.ts';

type Part = Discomfort['parts'][number];
const clear: Part = { part: 'creep', ratings: 34, days: 15, rho: 0.42, interval: [0.1, 0.66], reason: null };
const unsure: Part = { ...clear, part: 'holding', rho: 0.1, interval: [-0.2, 0.4] };
const still: Part = { ...clear, part: 'movements', rho: -0.3, interval: [-0.5, -0.08] };
const few: Part = { ...clear, ratings: 6, days: 3, rho: null, interval: null, reason: 'few_ratings' };
const told = (...parts: Part[]): Discomfort => ({
  ...{ fromDate: '2026-10-26', toDate: '2026-11-22', ratings: 40, needed: { ratings: 10, days: 5 } },
  ...{ parts, reason: null },
});

describe('discomfort beside the load', () => {
  it('says what goes along with it, which way, and where no link shows', () => {
    expect(discomfortSummary(told(unsure, clear, still), 'own')).toBe(
      'More tissue stretch in the hour before goes along with more discomfort. More movement while sitting in the hour before goes along with less discomfort. No clear link shows for: holding.',
    );
    expect(partWords(clear, told().needed)).toEqual({
      value: '+0.42',
      verdict: 'goes along with more discomfort',
      notes: ['95%: +0.10 to +0.66', '34 ratings on 15 days'],
    });
    expect(discomfortNumbers(told(few, clear, still))).toBe(
      'More tissue stretch +0.42, 95%: +0.10 to +0.66, 34 ratings on 15 days; More movement while sitting −0.30, 95%: −0.50 to −0.08, 34 ratings on 15 days',
    );
  });

  it('says how many ratings are there and how many are needed while they are few', () => {
    const early = { ...told(few, few, { ...few, reason: 'few_days' as const }), ratings: 8 };
    expect(discomfortSummary(early, 'own')).toBe(
      '8 ratings in these weeks. For a comparison, 10 with a known load in the hour before are needed, on 5 different days. Rate it on Today, two or three times a day, also when there is none.',
    );
    expect(partWords(few, early.needed).verdict).toBe('6 of 10 ratings with a known load');
    expect(partWords(early.parts[2]!, early.needed).verdict).toBe('on 3 of 5 days');
    expect(discomfortSummary({ ...early, ratings: 0 }, 'theirs')).toMatch(
      /^No discomfort was rated.*The wearer/,
    );
  });

  it('says how many ratings have no known load, and why', () => {
    expect(unknownWords(told(clear, unsure))).toMatch(/^6 ratings have no known load/);
    expect(unknownWords({ ...told(clear), ratings: 34 })).toBeNull();
  });

  it('keeps what is not known empty in the file and a dash in the table', () => {
    expect(discomfortCsv(told(few, clear))).toBe(
      'part,ratings,days,rank_correlation,low,high\r\ncreep,6,3,,,\r\ncreep,34,15,0.42,0.1,0.66\r\n',
    );
    expect(discomfortTable(told(few)).rows).toEqual([['More tissue stretch', '6', '3', '–', '–', '–']]);
  });
});
