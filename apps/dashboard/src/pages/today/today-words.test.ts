import type { Today } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { balanceCsv, balanceRow } from './balance-view.ts';
import { byMinute, loadSummary, whenOf } from './load-view.ts';
import { nudgeWords } from './nudge-words.ts';
import { boutCsv, boutWords, breakLine, daySummary } from './ribbon-words.ts';
import { askedOf, todaySpan } from './today-span.ts';

const MIN_US = 60e6;
const START_US = Date.UTC(2026, 10, 21) * 1000;
const at = (hour: number, minute = 0) => START_US + (hour * 60 + minute) * MIN_US;
const bout = (from: number, to: number, state: 'sitting' | 'walking' | 'unknown', open = false) => ({
  startUs: from,
  endUs: to,
  state,
  open,
});
const BOUTS = [
  bout(at(8), at(9), 'unknown'),
  bout(at(9), at(9, 45), 'sitting'),
  bout(at(9, 45), at(9, 50), 'walking'),
  bout(at(9, 50), at(10), 'sitting', true),
];

describe('the day so far', () => {
  const today = { startUs: START_US, endUs: at(10), bouts: BOUTS } as unknown as Today;

  it('rests on what is known since the first bout', () => {
    expect(todaySpan(today)).toMatchObject({ knownS: 3600, spanS: 7200, coverage: 0.5 });
  });

  it('rests on nothing before the first bout', () => {
    expect(todaySpan({ ...today, bouts: [] })).toMatchObject({ knownS: 0, spanS: 0, coverage: null });
  });

  it('is asked for by the same question all day long, also when clocks go back', () => {
    const midnight = (date: string) =>
      Date.parse(`${date}T00:00+0${date < '2026-10-25T01' ? 2 : 1}:00`) * 1000;
    const day = { ...today, startUs: midnight('2026-10-25') };
    expect(askedOf({ ...day, endUs: at(20) })).toEqual(askedOf(day));
    expect(askedOf(day)).toEqual({ fromUs: day.startUs, untilUs: midnight('2026-10-26') });
  });

  it('is said in a sentence, with what is not known', () => {
    expect(daySummary(BOUTS, 1, 'UTC')).toBe(
      'Since 8:00 AM: Not known 1 hr, Sitting 55 min, Walking 5 min. 1 break from sitting was credited.',
    );
  });

  it('says what goes on as going on', () => {
    expect(boutWords(BOUTS[3]!, 'UTC')).toBe('Sitting since 9:50 AM, 10 min so far');
    expect(boutWords(BOUTS[1]!, 'UTC')).toBe('Sitting, 9:00 AM to 9:45 AM, 45 min');
  });

  it('saves what is seen of it', () => {
    const lines = boutCsv(BOUTS, { startUs: at(9, 46), endUs: at(9, 55) })
      .trim()
      .split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual(['walking', 'sitting']);
  });
});

describe('a break', () => {
  const credit = {
    startUs: at(10),
    endUs: at(10, 3),
    minutes: 3,
    movingS: 90,
    postureChanged: true,
    bandLeft: true,
    creepBefore: 0.6,
    creepAfter: 0.3,
    creepRecovered: 0.5,
    stillnessRecovered: 1,
  };

  it('is credited by what the body did', () => {
    expect(breakLine(credit, 'UTC')).toEqual({
      startUs: at(10),
      when: '10:00 AM, 3 min',
      did: '1 min moving',
      credit: 'sitting starts from zero',
      creep: 'stretch 60% → 30%',
    });
  });

  it('counts in part, and says nothing of a stretch that is not known', () => {
    const short = breakLine({ ...credit, movingS: 0, stillnessRecovered: 0.4, creepBefore: null }, 'UTC');
    expect(short).toMatchObject({
      did: 'posture changed',
      credit: '40% of the sitting before taken back',
      creep: null,
    });
  });
});

describe('the next suggestion', () => {
  const decision = {
    nudge: false,
    reason: 'under_limit',
    unbrokenS: 600,
    limitS: 2700,
    givenToday: 1,
    dailyCap: 5,
    nextUs: at(10, 35),
  } as const;

  it('has a time and what it rests on', () => {
    expect(nudgeWords(decision, 'UTC', true)).toMatchObject({
      when: 'Around 10:35 AM',
      why: 'Your sitting has come to 10 min; a suggestion comes at 45 min.',
      count: '1 of at most 5 suggestions today',
      held: false,
    });
  });

  it('can go on when the wearer has put it off', () => {
    expect(nudgeWords({ ...decision, reason: 'paused' }, 'UTC', true).held).toBe(true);
    expect(nudgeWords({ ...decision, reason: 'daily_cap', nextUs: null }, 'UTC', true)).toMatchObject({
      when: 'Nothing planned',
      held: false,
    });
  });

  it('is no matter of going on sitting outside the hours that were set', () => {
    expect(nudgeWords({ ...decision, reason: 'outside_active_hours' }, 'UTC', true)).toMatchObject({
      when: 'Not before 10:35 AM',
      text: null,
    });
  });

  it('is none while no samples come, but for what the wearer or the clock says', () => {
    expect(nudgeWords(decision, 'UTC', false)).toMatchObject({
      when: 'Nothing planned',
      text: null,
      due: false,
    });
    expect(nudgeWords({ ...decision, nudge: true, reason: 'unbroken_sitting' }, 'UTC', false)).toMatchObject({
      ...{ why: 'No samples come, so nothing is suggested.', due: false },
    });
    expect(nudgeWords({ ...decision, reason: 'paused' }, 'UTC', false)).toMatchObject({
      held: true,
      why: 'You paused suggestions.',
    });
  });

  it('says why there is none yet', () => {
    expect(nudgeWords(null, 'UTC', true).why).toContain('once samples of today have come');
  });
});

describe('turning left and right', () => {
  const rotation = {
    context: 'sitting',
    asymmetry: 0.2,
    interval: [0.1, 0.3] as [number, number],
    left: 40,
    right: 60,
    reason: null,
  } as const;

  it('names a side only with the whole interval on it, and how sure that is', () => {
    expect(balanceRow({ ...rotation, interval: [0.1, 0.3] }, null).said).toBe(
      'More to the right. 20% more to the right, likely between 10% more to the right and 30% more to the right.',
    );
    expect(balanceRow({ ...rotation, interval: [-0.1, 0.5] }, null).said).toMatch(/^Not sure yet\./);
  });

  it('gives the reason where there is no index', () => {
    const reason = '4 rotations to the left and 2 to the right: asymmetry needs 10 on each side';
    const row = balanceRow({ ...rotation, asymmetry: null, interval: null, reason }, null);
    expect(row).toMatchObject({ balance: null, said: null });
    expect(row.reason).toContain('at least 10 on each side');
  });

  it('leaves cells empty where nothing is known', () => {
    expect(balanceCsv([{ ...rotation, asymmetry: null, interval: null }])).toContain('sitting,40,60,,,');
  });
});

describe('load by the minute', () => {
  const page = {
    tUs: [0, 10e6, 50e6, 60e6],
    band: ['neutral', 'neutral', 'unknown', 'forward_far'],
    budgetShare: [null, null, null, 1.7],
    creep: [0.1, 0.2, null, 0.3],
    unbrokenS: [0, 60, 120, 180],
    shifts15min: [null, null, null, 4],
  };

  it('is the last row of each minute', () => {
    expect(byMinute(page)).toEqual({
      tUs: [50e6, 60e6],
      band: ['unknown', 'forward_far'],
      holding: [null, 1],
      creep: [null, 0.3],
      unbrokenMin: [2, 3],
      shifts: [null, 4],
    });
  });

  it('holds nothing in a posture without a limit', () => {
    expect(byMinute({ ...page, band: ['neutral', 'neutral', 'neutral', 'neutral'] }).holding).toEqual([0, 1]);
  });

  it('is said part by part, without what is not known', () => {
    expect(loadSummary(byMinute(page), 'now')).toBe(
      'Longest sitting without a break: 3 min. 4 shifts per 15 min of sitting now; office workers usually make 9. Tissue stretch now 30%, at most 30%. Holding at most 100% of its assumed limit.',
    );
    expect(whenOf(byMinute(page), true, 'UTC')).toBe('now');
    expect(whenOf(byMinute(page), false, 'UTC')).toBe('at 12:01 AM');
    expect(loadSummary(byMinute(page), 'at 12:01 AM')).toContain('Tissue stretch at 12:01 AM 30%');
    const nothing = { ...page, budgetShare: [null], creep: [null], unbrokenS: [null], shifts15min: [null] };
    expect(loadSummary(byMinute({ ...nothing, tUs: [0], band: ['unknown'] }), 'now')).toBeNull();
  });
});
