import { describe, expect, test } from 'vitest';
import { WindowRing } from './window-ring.ts';

function ring(capacity: number, points: readonly (readonly [number, number])[]): WindowRing {
  const made = new WindowRing(capacity);
  for (const [x, y] of points) made.add(x, y);
  return made;
}
const line = (n: number) => Array.from({ length: n }, (_, i) => [10 * i, 3 * i + 1] as const);

describe('the last points of a line', () => {
  test('have their means and moments', () => {
    expect(
      ring(5, [
        [0, 1],
        [2, 4],
        [4, 4],
      ]).moments(),
    ).toEqual({ meanX: 2, meanY: 3, sxx: 8, sxy: 6 });
  });

  test('are as many as it holds, the oldest dropped first', () => {
    const of = ring(4, line(7));
    expect([of.count, of.lastX]).toEqual([4, 60]);
    expect(of.moments()).toEqual({ meanX: 45, meanY: 14.5, sxx: 500, sxy: 150 });
    expect(ring(4, line(4)).lastX).toBe(30);
    expect(new WindowRing(4).lastX).toBeNaN();
  });

  test('move along x and back along y from where samples were found missing', () => {
    const of = ring(4, line(4));
    of.shift(20, 5);
    expect(of.moments()).toEqual({
      ...{ meanX: (0 + 10 + 25 + 35) / 4, meanY: (1 + 4 + 2 + 5) / 4 },
      ...{ sxx: expect.any(Number), sxy: expect.any(Number) },
    });
    expect(of.lastX).toBe(35);
  });

  test('move along y all together', () => {
    const of = ring(4, line(4));
    const before = { ...of.moments() };
    of.raise(100);
    expect(of.moments()).toEqual({ ...before, meanY: before.meanY + 100 });
  });

  test('are gone when it is cleared', () => {
    const of = ring(4, line(6));
    of.clear();
    of.add(7, 8);
    expect([of.count, of.lastX, of.moments().meanX, of.moments().meanY]).toEqual([1, 7, 7, 8]);
  });

  test.each([3, 4, 7])('go on from a snapshot after %d exactly', (n) => {
    const first = ring(4, line(n));
    const resumed = new WindowRing(4);
    resumed.restore(JSON.parse(JSON.stringify(first.snapshot())));
    for (const of of [first, resumed]) of.add(99, -5);
    expect([resumed.count, resumed.lastX]).toEqual([first.count, first.lastX]);
    expect({ ...resumed.moments() }).toEqual({ ...first.moments() });
    for (const of of [first, resumed]) for (const [x, y] of line(3)) of.add(x + 200, y);
    expect({ ...resumed.moments() }).toEqual({ ...first.moments() });
  });
});
