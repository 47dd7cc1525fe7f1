import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../rotation/random.ts';
import { type ComparedRow, compareDiscomfort, loadBefore, type RatedLoad } from './discomfort.ts';
import { againstUsual } from './own-usual.ts';

const QUARTER_ROWS = 90;
const row = (fields: Partial<ComparedRow>): ComparedRow => ({
  ...{ band: 'neutral', budgetShare: null, creep: null, shifts15min: null, fidgets15min: null },
  ...fields,
});
const rowsOf = (fields: Partial<ComparedRow>, count = QUARTER_ROWS): ComparedRow[] =>
  Array.from({ length: count }, () => row(fields));

describe('the load before a rating', () => {
  test('is the highest share of a budget, the mean of creep, and the mean of movements while sitting', () => {
    const bent = rowsOf({ band: 'forward_moderate', budgetShare: 0.7, creep: 0.4, posture: 'standing' });
    const sat = rowsOf({ creep: 0.2, posture: 'sitting', shifts15min: 4, fidgets15min: 2 });
    // On the feet a row repeats what sitting came to last.
    const stood = rowsOf({ posture: 'standing', shifts15min: 30, fidgets15min: 30 });
    expect(loadBefore([...bent, ...sat, ...stood])).toEqual({
      holding: 0.7,
      creep: expect.closeTo(0.3, 12),
      movements: 6,
    });
  });

  test('counts movements where both are known', () => {
    const half = [{ shifts15min: 4 }, { fidgets15min: 4 }].flatMap((fields) => rowsOf(fields));
    expect(loadBefore(half).movements).toBeNull();
    expect(loadBefore([...half, ...rowsOf({ shifts15min: 1, fidgets15min: 2 })]).movements).toBe(3);
  });

  test('is not known where a part was known for less than a quarter of the hour', () => {
    expect(loadBefore([])).toEqual({ holding: null, creep: null, movements: null });
    const few = rowsOf({ creep: 0.2, shifts15min: 1, fidgets15min: 1 }, QUARTER_ROWS - 1);
    expect(loadBefore(few)).toEqual({ holding: null, creep: null, movements: null });
    expect(loadBefore([...few, row({ band: 'unknown' }), row({ creep: 0.2 })])).toMatchObject({
      holding: 0,
      creep: expect.closeTo(0.2, 12),
      movements: null,
    });
  });
});

/** Days of the first weeks of a year, Thursday the first of them; weeks begin on Monday. */
function on(day: number): Pick<RatedLoad, 'date' | 'week'> {
  const date = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
  return { date: date(day), week: date(Math.floor((day + 3) / 7) * 7 - 3) };
}

const rating = (day: number, creep: number | null, discomfort: number): RatedLoad => ({
  ...{ discomfort, before: { holding: 0, creep, movements: creep === null ? null : -creep } },
  ...on(day),
});
const creepOf = (rated: readonly RatedLoad[]) => compareDiscomfort(rated)[1]!;

describe('discomfort', () => {
  const table = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11];

  test('that follows creep and stillness goes with them and with nothing else', () => {
    const rated = table.map((_, i) => rating(4 + Math.floor(i / 2), i / 12, Math.floor(i / 2)));
    const [holding, creep, movements] = compareDiscomfort(rated);
    expect(holding).toMatchObject({ rho: null, interval: null, reason: 'hardly_changed' });
    expect(creep).toMatchObject({ ratings: 12, days: 6, reason: null });
    expect(creep!.rho).toBeGreaterThan(0.97);
    expect(creep!.interval![0]).toBeGreaterThan(0.9);
    expect(movements!.rho).toBeCloseTo(-creep!.rho!, 12);
    expect(movements!.interval![1]).toBeCloseTo(-creep!.interval![0], 12);
  });

  test('of a known table within one week has its rank correlation', () => {
    const rated = table.map((said, i) => rating(4 + Math.floor(i / 2), i, said / 2));
    // 1 - 6 * 12 / (12 * 143)
    expect(creepOf(rated).rho).toBeCloseTo(1 - 72 / 1716, 12);
  });

  test('that only drifts along with the load from week to week goes with nothing', () => {
    const inWeek = [0, 1, 0, 1];
    const drifting = Array.from({ length: 32 }, (_, i) => {
      const week = Math.floor(i / 4);
      return rating(4 + week * 7 + (i % 4), 10 * week + inWeek[i % 4]!, week + [0, 0, 0.1, 0.1][i % 4]!);
    });
    expect(creepOf(drifting).rho).toBeCloseTo(0, 12);
  });

  test('of ratings of one day tells no more than the day', () => {
    const days = [3, 9, 4, 7, 8, 2, 6];
    const once = days.map((level, day) => rating(4 + day, level, days[(day * 3) % 7]!));
    const [few, many] = [2, 6].map((times) => creepOf(Array.from({ length: times }, () => once).flat()));
    expect(many!.rho).toBeCloseTo(few!.rho!, 12);
    expect(many!.interval![0]).toBeCloseTo(few!.interval![0], 12);
  });

  test('of few ratings, or of few days, says nothing', () => {
    const rated = table.map((said, i) => rating(4 + (i % 4), i, said));
    expect(creepOf(rated.slice(0, 9))).toMatchObject({ ratings: 9, rho: null, reason: 'few_ratings' });
    expect(creepOf(rated)).toMatchObject({ ratings: 12, days: 4, reason: 'few_days' });
    const unknown = rated.map(({ date, week, discomfort }) => ({
      ...{ date, week, discomfort, before: { holding: 1, creep: null, movements: null } },
    }));
    expect(creepOf(unknown)).toMatchObject({ ratings: 0, days: 0, reason: 'few_ratings' });
  });

  test('of ten ratings on five days is enough', () => {
    const rated = table.slice(0, 10).map((said, i) => rating(4 + Math.floor(i / 2), i, said));
    expect(creepOf(rated)).toMatchObject({ ratings: 10, days: 5, rho: expect.any(Number), reason: null });
  });

  test('that differed on a single day has no interval to go by', () => {
    const rated = table.map((_, i) => rating(4 + Math.floor(i / 2), i, i === 0 ? 5 : 1));
    expect(creepOf(rated)).toMatchObject({ rho: null, interval: null, reason: 'hardly_changed' });
  });
});

describe('any ratings', () => {
  const said = fc.record({
    day: fc.integer({ min: 0, max: 40 }),
    creep: fc.option(fc.integer({ min: 0, max: 30 })),
    value: fc.integer({ min: 0, max: 10 }),
  });
  const ratings = fc.array(said, { minLength: 10, maxLength: 60 });
  const told = (list: readonly { day: number; creep: number | null; value: number }[]) =>
    creepOf(list.map(({ day, creep, value }) => rating(day, creep, value)));

  test('have a correlation from -1 to 1 within its interval, or a reason', () => {
    fc.assert(
      fc.property(ratings, (list) => {
        const { rho, interval, reason } = told(list);
        expect(rho === null).toBe(reason !== null);
        if (rho === null) return;
        const [low, high] = interval!;
        for (const [a, b] of [
          [-1, low],
          [low, rho],
          [rho, high],
          [high, 1],
        ] as const) {
          expect(a).toBeLessThanOrEqual(b + 1e-9);
        }
      }),
    );
  });

  test('tell the same in any order and on any scale of the load, and the opposite where it runs the other way', () => {
    fc.assert(
      fc.property(ratings, (list) => {
        const before = told(list).rho;
        const scaled = (of: (creep: number) => number) =>
          told(list.map((one) => ({ ...one, creep: one.creep === null ? null : of(one.creep) }))).rho;
        if (before === null) {
          expect(scaled((creep) => -creep)).toBeNull();
          return;
        }
        expect(told(list.toReversed()).rho).toBeCloseTo(before, 9);
        expect(scaled((creep) => creep ** 3 + 7)).toBeCloseTo(before, 9);
        expect(scaled((creep) => -creep)).toBeCloseTo(-before, 9);
      }),
    );
  });
});

/** Two or three ratings on five days a week that have nothing to do with the load, both with days of their own kind. */
function unrelated(random: () => number, weeks: number, drift: number): RatedLoad[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let [load, said] = [normal(), normal()];
  return Array.from({ length: weeks * 7 }, (_, day) => {
    const next = (level: number) => drift * level + Math.sqrt(1 - drift ** 2) * normal();
    [load, said] = [next(load), next(said)];
    const [ofLoad, ofSaid] = [load, said];
    return Array.from({ length: day % 7 < 5 ? 2 + Math.floor(random() * 2) : 0 }, () => {
      const value = Math.round(2.5 + 1.5 * Math.SQRT1_2 * (ofSaid + normal()));
      return rating(4 + day, ofLoad + normal(), Math.min(10, Math.max(0, value)));
    });
  }).flat();
}

describe('the interval', () => {
  test.each([
    ['days that differ', 4, 0],
    ['days that drift over weeks', 4, 0.95],
    ['days that drift over months', 12, 0.95],
  ])('holds zero as often as it says where nothing goes with anything: %s', (_, weeks, drift) => {
    const random = seededRandom(11);
    const rounds = 200;
    const held = Array.from({ length: rounds }, () => creepOf(unrelated(random, weeks, drift)).interval!);
    const share = held.filter(([low, high]) => low <= 0 && high >= 0).length / rounds;
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.99);
  });
});

describe('today against the own usual', () => {
  test('is unusual outside the middle half of earlier days', () => {
    const earlier = [9, 10, 11, 12, 13];
    expect(againstUsual(11, earlier)).toEqual({
      median: 11,
      middleHalf: [10, 12],
      unusual: false,
      reason: null,
    });
    expect(againstUsual(3, earlier).unusual).toBe(true);
    expect([9.9, 10, 12, 12.1].map((today) => againstUsual(today, earlier).unusual)).toEqual([
      ...[true, false, false, true],
    ]);
  });

  test('is told in proportion between two days, in whatever order they come', () => {
    expect(againstUsual(0, [32, 1, 4, 2, 16, 8])).toMatchObject({ median: 6, middleHalf: [2.5, 14] });
  });

  test('needs five earlier days', () => {
    expect(againstUsual(11, [9, 10, 11, 12])).toMatchObject({
      median: null,
      reason: '4 earlier valid days, 5 are needed',
    });
  });
});
