import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RotationEvent } from '../../pipeline/outputs.ts';
import { bootstrapTail } from '../student.ts';
import { seededRandom } from './random.ts';
import { ROTATION_PARAMS } from './rotation.params.ts';
import { comparePrescription, detectableChange, detectableChangeBetween } from './rotation-change.ts';
import { rotationIndices, type SideIndices, sideIndices } from './rotation-indices.ts';

const MINUTE_US = 60e6;

function event(minute: number, peakDeg: number, more: Partial<RotationEvent> = {}): RotationEvent {
  const peakUs = minute * MINUTE_US;
  return {
    startUs: peakUs - 1e6,
    peakUs,
    endUs: peakUs + 1e6,
    kind: 'rotation',
    peakDeg,
    context: 'sitting',
    ...more,
  };
}

/** `n` rotations of `deg`, one every two minutes. */
const series = (n: number, deg: number, fromMinute = 0): RotationEvent[] =>
  Array.from({ length: n }, (_, i) => event(fromMinute + 2 * i, deg));

describe('the asymmetry index', () => {
  test('is (R - L) / (R + L) of summed peaks', () => {
    const { asymmetry, left, right } = rotationIndices([...series(10, 10), ...series(15, -10)]);
    expect(asymmetry).toBeCloseTo(0.2, 12);
    expect([left.summedDeg, right.summedDeg]).toEqual([100, 150]);
  });

  test('reaches its ends only with one side, which the minimum count forbids', () => {
    const { asymmetry, reason, left } = rotationIndices(series(30, 10));
    expect(asymmetry).toBeNull();
    expect(reason).toBe('30 rotations to the left and 0 to the right: asymmetry needs 10 on each side');
    expect(left.count).toBe(30);
    expect(rotationIndices(series(1, 10)).reason).toMatch(/^1 rotation to the left and 0 /);
  });

  test('counts neither turns, gait, side bends, lying, nor standing rotations below their threshold', () => {
    const events = [
      event(1, 20),
      event(2, 90, { kind: 'turn' }),
      event(3, 20, { kind: 'gait' }),
      event(4, 20, { kind: 'side_bend' }),
      event(5, 20, { context: 'lying' }),
      event(6, 8, { context: 'standing' }),
    ];
    expect(rotationIndices(events).left.count).toBe(1);
  });

  test('is given per context', () => {
    const events = [...series(12, 10), ...series(12, -10), event(1, 15, { context: 'standing' })];
    expect(rotationIndices(events, 'sitting').left.count).toBe(12);
    expect(rotationIndices(events, 'standing').left.count).toBe(1);
    expect(rotationIndices(events, 'all').left.count).toBe(13);
  });
});

test('a side tells median, 90th percentile, time beyond and peak speed', () => {
  const events = [6, 8, 10, 12, 14].map((deg, i) =>
    event(i, deg, { peakSpeedDps: deg * 2, beyond10S: deg > 10 ? 0.5 : 0, beyond20S: 0 }),
  );
  expect(rotationIndices(events).left).toEqual({
    count: 5,
    summedDeg: 50,
    medianDeg: 10,
    p90Deg: 13.2,
    beyond10S: 1,
    beyond20S: 0,
    peakSpeedDps: 28,
  });
});

describe('the block bootstrap', () => {
  const even = [...series(60, 10), ...series(60, -10, 1)];

  test('gives the same interval every time and holds the index', () => {
    const [low, high] = rotationIndices(even).intervals.asymmetry!;
    expect(rotationIndices(even).intervals.asymmetry).toEqual([low, high]);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(0);
  });

  test('is sure about a clear lean and not about none', () => {
    expect(rotationIndices([...series(60, 10), ...series(60, -20, 1)]).probabilityRight).toBe(1);
    const noisy = even.map((e, i) => ({ ...e, peakDeg: e.peakDeg * (1 + 0.5 * Math.sin(i * 7.3)) }));
    const probability = rotationIndices(noisy).probabilityRight!;
    expect(probability).toBeGreaterThan(0.05);
    expect(probability).toBeLessThan(0.95);
  });

  test('cautions below thirty rotations, where any number can come', () => {
    expect(rotationIndices([...series(14, 10), ...series(15, -10)]).caution).toContain('fewer than 30');
    expect(rotationIndices([...series(15, 10), ...series(15, -10)]).caution).toBeNull();
  });

  test('equals drawing whole blocks event by event', () => {
    const shuffled = even.map((e, i) => {
      const size = 1 + ((i * 7919) % 97) / 97;
      return {
        ...{ ...e, peakDeg: e.peakDeg * size, peakSpeedDps: 20 * size },
        ...{ beyond10S: size / 2, beyond20S: size / 3 },
      };
    });
    const { intervals, left } = rotationIndices(shuffled);
    for (const key of Object.keys(left) as (keyof SideIndices)[]) {
      const [low, high] = drawn(shuffled, key);
      expect(intervals[`left.${key}`]).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
    }
  });

  test('has no interval from less than an hour', () => {
    const crowded = [...series(12, 10), ...series(12, -10)].map((e, i) => ({ ...e, peakUs: i * 1e6 }));
    expect(rotationIndices(crowded).intervals).toEqual({});
    expect(rotationIndices(crowded)).toMatchObject({ asymmetry: 0, probabilityRight: null });
    expect(rotationIndices(crowded, 'all', ROTATION_PARAMS, 3000).intervals).toEqual({});
    expect(rotationIndices(crowded, 'all', ROTATION_PARAMS, 3600).intervals.asymmetry).toBeDefined();
  });

  test('tells no middle and no top of a few peaks', () => {
    const { intervals } = rotationIndices([...series(9, 10), ...series(60, -10, 1)]);
    expect(intervals['left.count']).toBeDefined();
    expect(intervals['left.medianDeg']).toBeUndefined();
    expect(intervals['right.medianDeg']).toBeDefined();
    expect(intervals['right.peakSpeedDps']).toBeUndefined();
    expect(intervals.asymmetry).toBeUndefined();
    const ten = rotationIndices([...series(10, 10), ...series(60, -10, 1)]).intervals;
    expect(ten['left.medianDeg']).toBeDefined();
  });

  test('takes time without a rotation for what it says about their number', () => {
    const hourly = Array.from({ length: 8 }, (_, hour) => event(60 * hour, 10));
    const width = (seenS: number): number => {
      const [low, high] = rotationIndices(hourly, 'all', ROTATION_PARAMS, seenS).intervals['left.count']!;
      return high - low;
    };
    expect(width(0)).toBe(0);
    // Of a Poisson count of 8: 2 times 1.96 times the square root of 8 is 11.
    expect(width(8 * 3600)).toBeGreaterThan(8);
  });

  test.each([1, 8])('simulated for %d h holds an even balance in most of 150 runs', (hours) => {
    const random = seededRandom(7);
    const stretches = Array.from({ length: 150 }, () =>
      Array.from({ length: 40 * hours }, () =>
        event(60 * hours * random(), (random() < 0.5 ? 1 : -1) * (5 + 10 * random() ** 2)),
      ),
    );
    const told = stretches.flatMap(
      (events) => rotationIndices(events, 'all', ROTATION_PARAMS, hours * 3600).intervals.asymmetry ?? [],
    );
    const held = told.filter((low, i) => i % 2 === 0 && low <= 0 && told[i + 1]! >= 0);
    expect(held.length / (told.length / 2)).toBeGreaterThan(0.9);
  });
});

/** What is told of the left from plainly repeated draws. */
function drawn(events: readonly RotationEvent[], key: keyof SideIndices): readonly [number, number] {
  const { blockS, bootstrapRounds, bootstrapSeed } = ROTATION_PARAMS.indices;
  const blocks = [...Map.groupBy(events, (e) => Math.floor(e.peakUs / (blockS * 1e6))).values()];
  const random = seededRandom(bootstrapSeed);
  const values = Array.from({ length: bootstrapRounds }, () => {
    const round = blocks.flatMap(() => blocks[Math.floor(random() * blocks.length)]!);
    return sideIndices(round.filter((e) => e.peakDeg > 0))[key]!;
  }).sort((a, b) => a - b);
  const cut = Math.floor(bootstrapTail(blocks.length) * values.length);
  return [values[cut]!, values[values.length - 1 - cut]!];
}

const anyEvents = fc.array(
  fc
    .record({ minute: fc.nat(480), deg: fc.double({ min: -60, max: 60, noNaN: true }) })
    .map((r) => event(r.minute, r.deg)),
  { maxLength: 80 },
);

test('mirrored events give exactly the negated index, the swapped sides and the mirrored interval', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const is = rotationIndices(events);
      const mirrored = rotationIndices(events.map((e) => ({ ...e, peakDeg: -e.peakDeg })));
      expect(mirrored.left).toEqual(is.right);
      expect(mirrored.right).toEqual(is.left);
      expect(mirrored.asymmetry).toBe(is.asymmetry === null ? null : 0 - is.asymmetry);
      const interval = is.intervals.asymmetry;
      expect(mirrored.intervals.asymmetry).toEqual(interval && [0 - interval[1], 0 - interval[0]]);
      if (is.probabilityRight !== null)
        expect(mirrored.probabilityRight).toBeCloseTo(1 - is.probabilityRight, 12);
    }),
    { numRuns: 25 },
  );
});

test('exposures of two stretches add up', () => {
  fc.assert(
    fc.property(anyEvents, anyEvents, (a, b) => {
      const [x, y, both] = [a, b, [...a, ...b]].map((events) => rotationIndices(events).left);
      expect(both!.count).toBe(x!.count + y!.count);
      expect(both!.summedDeg).toBeCloseTo(x!.summedDeg + y!.summedDeg, 9);
      expect(both!.beyond10S).toBeCloseTo(x!.beyond10S + y!.beyond10S, 9);
    }),
    { numRuns: 25 },
  );
});

describe('the detectable change of a person', () => {
  test('is 2.77 SD / sqrt k', () => {
    // SD of 1..5 is sqrt(2.5).
    expect(detectableChange([1, 2, 3, 4, 5]).mdc95).toBeCloseTo((2.77 * Math.sqrt(2.5)) / Math.sqrt(5), 12);
  });

  test('needs five valid days and says so', () => {
    expect(detectableChange([1, 2, 3, 4])).toEqual({
      mdc95: null,
      days: 4,
      reason: '4 valid days: a detectable change needs 5',
    });
  });

  test('between two periods is the larger of theirs, whichever came first', () => {
    const [calm, uneven] = [
      [1, 2, 3, 4, 5],
      [1, 9, 1, 9, 1, 9],
    ];
    const larger = detectableChange(uneven);
    expect(larger.mdc95).toBeGreaterThan(detectableChange(calm).mdc95!);
    expect(detectableChangeBetween(calm, uneven)).toEqual(larger);
    expect(detectableChangeBetween(uneven, calm)).toEqual(larger);
  });

  test('between two periods needs both, and says which has too few days', () => {
    const [enough, few] = [
      [1, 2, 3, 4, 5],
      [1, 2],
    ];
    expect(detectableChangeBetween(enough, few)).toEqual(detectableChange(few));
    expect(detectableChangeBetween(few, enough)).toEqual(detectableChange(few));
  });
});

describe('a prescribed side', () => {
  const indices = rotationIndices([...series(15, 10), ...series(30, -10)]);

  test('is compared with what was done', () => {
    const result = comparePrescription({ side: 'right', ratio: 3 }, indices);
    expect(result.plannedShare).toBe(0.75);
    expect(result.doneShare).toBeCloseTo(2 / 3, 12);
    expect(result.plannedAsymmetry).toBe(0.5);
    expect(result.doneAsymmetry).toBeCloseTo(1 / 3, 12);
    expect(result.doneRatio).toBeCloseTo(2, 12);
  });

  test('has an interval that is that of the index, seen as a share', () => {
    const [low, high] = indices.intervals.asymmetry!;
    const right = comparePrescription({ side: 'right', ratio: 3 }, indices).doneShareInterval;
    expect(right).toEqual([(1 + low) / 2, (1 + high) / 2]);
    const left = comparePrescription({ side: 'left', ratio: 3 }, indices).doneShareInterval;
    expect(left).toEqual([(1 - high) / 2, (1 - low) / 2]);
  });

  test('to the left is negative as an asymmetry, and its share is that of the left', () => {
    const result = comparePrescription({ side: 'left', ratio: 3 }, indices);
    expect(result).toMatchObject({ plannedAsymmetry: -0.5, plannedShare: 0.75, doneRatio: 0.5 });
    expect(result.doneShare).toBeCloseTo(1 / 3, 12);
    expect(result.doneAsymmetry).toBeCloseTo(1 / 3, 12);
  });

  test('refuses a ratio that is none', () => {
    for (const ratio of [0, -2, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(() => comparePrescription({ side: 'left', ratio }, indices)).toThrow(`ratio is ${ratio}`);
    }
  });
});
