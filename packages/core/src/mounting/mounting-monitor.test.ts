import { describe, expect, test } from 'vitest';
import type { MountingEvent } from '../pipeline/outputs.ts';
import { bodyFrame, type Vec3 } from './body-frame.ts';
import { MountingMonitor } from './mounting-monitor.ts';

const RAD = Math.PI / 180;
const FRAME = bodyFrame([0, 0, 1], [1, 0, 0]);
/** The way of the steps of plain walking. */
const AHEAD: Vec3 = [0.05, 0, 0];
/** "Up" tipped by so much to the left of the sensor, and a pull turned by so much about the vertical. */
const up = (deg: number): Vec3 => [0, Math.sin(deg * RAD), Math.cos(deg * RAD)];
const pull = (deg: number, length = 0.05): Vec3 => [
  length * Math.cos(deg * RAD),
  length * Math.sin(deg * RAD),
  0,
];

interface Told {
  readonly window: number;
  readonly event: MountingEvent;
  readonly ups: number;
}

/** What is told in `windows` windows of walking, one a second from 1 on. */
function walk(
  windows: number,
  of: (window: number) => { up?: Vec3; pull?: Vec3 },
  monitor = new MountingMonitor(),
): Told[] {
  return Array.from({ length: windows }, (_, i) => {
    const window = i + 1;
    const seen = of(window);
    const moved = monitor.walk(window * 1e6, seen.up ?? up(0), seen.pull ?? AHEAD, FRAME);
    return moved ? [{ window, event: moved.event, ups: moved.ups.length }] : [];
  }).flat();
}
const tipped = (deg: number, windows = 60): Told[] => walk(windows, () => ({ up: up(deg) }));
const turned = (deg: number, windows = 60): Told[] => walk(windows, () => ({ pull: pull(deg) }));
const wornAgain = (): MountingMonitor => {
  const monitor = new MountingMonitor();
  monitor.off();
  return monitor;
};

describe('upright of walking that lies elsewhere', () => {
  test('is warned of after eight windows and judged after twenty', () => {
    const [warned, judged] = tipped(20, 20);
    const event = { kind: 'slip', tUs: 1e6, lastGoodUs: null, warnedAtUs: 8e6, withdrawnAtUs: null };
    expect(warned).toMatchObject({ window: 8, event: { ...event, judgedAtUs: null } });
    expect(warned!.event.angleDeg).toBeCloseTo(20, 9);
    expect(judged).toMatchObject({ window: 20, ups: 20, event: { ...event, judgedAtUs: 20e6 } });
  });

  test('is told with its first window and the last one before it that agreed', () => {
    const told = walk(40, (window) => ({ up: up(window < 6 || window === 8 ? 0 : 15) }));
    expect(told[0]!.event).toMatchObject({ tUs: 9e6, lastGoodUs: 8e6, warnedAtUs: 16e6 });
  });

  test('counts from 14 degrees on, after the clip was off from 8', () => {
    expect([tipped(13.9).length > 0, tipped(14.1).length > 0]).toEqual([false, true]);
    const off = (deg: number) => walk(60, () => ({ up: up(deg) }), wornAgain()).length > 0;
    expect([off(7.9), off(8.1)]).toEqual([false, true]);
  });

  test('counts from 14 again once eight windows in a row have agreed', () => {
    const later = (agreeing: number, first = 0) =>
      walk(60, (window) => ({ up: up(window === 1 ? first : window <= agreeing ? 0 : 10) }), wornAgain())
        .length > 0;
    expect([later(7), later(8)]).toEqual([true, false]);
    expect([later(8, 10), later(9, 10)]).toEqual([true, false]);
  });

  test('is a slip below 60 degrees, and put on another way up from there', () => {
    expect([tipped(59)[0]!.event.kind, tipped(61)[0]!.event.kind]).toEqual(['slip', 'upside_down']);
  });

  test('is withdrawn below seven tenths of the limit, and tells what it warned of', () => {
    const back = (deg: number) => walk(19, (window) => ({ up: up(window <= 8 ? 20 : deg) }));
    expect(back(10)).toHaveLength(1);
    const [warned, withdrawn] = back(9.5);
    expect(withdrawn!.event).toEqual({ ...warned!.event, withdrawnAtUs: withdrawn!.window * 1e6 });
    expect(back(9.5)).toHaveLength(2);
  });

  test('is nothing while it points now here and now there', () => {
    const both = (deg: number, side: number) =>
      walk(60, (window): { up: Vec3 } => {
        const s = Math.sin(side * RAD) * (window % 2 ? 1 : -1);
        return { up: [s, Math.sin(deg * RAD), Math.sqrt(1 - s * s - Math.sin(deg * RAD) ** 2)] };
      }).length > 0;
    // The mean of directions 13 degrees to either side is 0.974 long, of 15 degrees 0.966.
    expect([both(20, 13), both(20, 15)]).toEqual([true, false]);
  });

  test('of somebody who pedals the other way says nothing, but for a clip put on another way up', () => {
    const pedals = (deg: number) => walk(60, () => ({ up: up(deg), pull: pull(180, 0.01) }));
    expect([pedals(20), pedals(59)]).toEqual([[], []]);
    expect(pedals(61)[0]!.event.kind).toBe('upside_down');
  });

  test('keeps the steps from being judged until it is settled', () => {
    expect(walk(19, () => ({ up: up(20), pull: pull(80) })).map(({ window }) => window)).toEqual([8]);
    const settled = walk(60, (window) => ({ up: up(window <= 8 ? 20 : 0), pull: pull(80) }));
    expect(settled.slice(0, 3).map(({ event }) => event.kind)).toEqual(['slip', 'slip', 'turned']);
  });
});

describe('steps that go another way', () => {
  test('are warned of after twenty windows and judged after forty, which bring a new upright', () => {
    const [warned, judged] = turned(90, 40);
    expect(warned).toMatchObject({ window: 20, event: { kind: 'turned', tUs: 1e6, judgedAtUs: null } });
    expect(judged).toMatchObject({ window: 40, ups: 20, event: { kind: 'turned', judgedAtUs: 40e6 } });
    expect(judged!.event.angleDeg).toBeCloseTo(90, 9);
  });

  test('count from 60 degrees on, from 120 as inside out', () => {
    expect([turned(59), turned(-59)]).toEqual([[], []]);
    const kinds = [61, 119, 121, -121].map((deg) => turned(deg)[0]!.event.kind);
    expect(kinds).toEqual(['turned', 'turned', 'inside_out', 'inside_out']);
  });

  test('count only where they pull clearly', () => {
    const weak = (length: number) => walk(60, () => ({ pull: pull(180, length) })).length > 0;
    expect([weak(0.0145), weak(0.0155)]).toEqual([false, true]);
  });

  test('may scatter by more than upright does, but not in all directions', () => {
    const scattered = (deg: number) =>
      walk(60, (window) => ({ pull: pull(90 + (window % 2 ? deg : -deg)) })).length > 0;
    // The mean is 0.82 long at 35 degrees to either side, 0.77 at 40.
    expect([scattered(35), scattered(40)]).toEqual([true, false]);
  });
});

describe('a clip whose up points down', () => {
  const hang = (degs: readonly number[]) => {
    const monitor = new MountingMonitor();
    return degs.map((deg, s) => monitor.hang(s * 1e6, deg));
  };

  test('for ten seconds is warned of, since their first', () => {
    const told = hang([0, ...Array<number>(11).fill(125)]);
    expect(told.findIndex((event) => event !== null)).toBe(10);
    expect(told[10]).toMatchObject({ kind: 'upside_down', tUs: 1e6, warnedAtUs: 10e6, withdrawnAtUs: null });
    expect(told[11]).toBeNull();
  });

  test('for less, or by less, is not', () => {
    const broken = [...Array<number>(9).fill(130), 120, ...Array<number>(9).fill(130)];
    expect(hang(broken).every((event) => event === null)).toBe(true);
    expect(hang(Array<number>(30).fill(124.9)).every((event) => event === null)).toBe(true);
  });

  test('is withdrawn when it points up again', () => {
    const told = hang([...Array<number>(10).fill(130), 90, 89.9, 0]);
    expect(told.slice(10)).toEqual([null, { ...told[9], withdrawnAtUs: 11e6 }, null]);
  });
});

test('forgets what it suspected when the mounting is known anew', () => {
  const monitor = new MountingMonitor();
  walk(8, () => ({ up: up(20) }), monitor);
  expect([monitor.suspects, monitor.suspectsUp]).toEqual([true, true]);
  monitor.clear();
  expect([monitor.suspects, monitor.lastGoodUs]).toEqual([false, null]);
  expect(walk(7, () => ({ up: up(20) }), monitor)).toEqual([]);
  const turning = new MountingMonitor();
  walk(20, () => ({ pull: pull(90) }), turning);
  expect([turning.suspects, turning.suspectsUp]).toEqual([true, false]);
  turning.clear();
  expect(turning.suspects).toBe(false);
  expect(walk(19, () => ({ pull: pull(90) }), turning)).toEqual([]);
  const hanging = new MountingMonitor();
  for (let s = 0; s < 9; s++) hanging.hang(s * 1e6, 130);
  hanging.clear();
  expect(hanging.hang(9e6, 130)).toBeNull();
});

test('goes on from a snapshot at any window as if nothing had happened', () => {
  const of = (window: number) => ({
    up: up(window < 12 ? 18 : (window % 7) / 3),
    pull: pull(window > 30 ? 130 : 0),
  });
  const told = (cut: number) => {
    let monitor = wornAgain();
    return Array.from({ length: 80 }, (_, window) => {
      if (window === cut) {
        const resumed = new MountingMonitor();
        resumed.restore(JSON.parse(JSON.stringify(monitor.snapshot())));
        monitor = resumed;
      }
      const { up: u, pull: p } = of(window);
      const hung = monitor.hang(window * 1e6, window % 30 > 15 ? 130 : 0);
      return [
        monitor.walk(window * 1e6, u, p, FRAME),
        hung,
        monitor.suspects,
        monitor.wasOff,
        monitor.lastGoodUs,
      ];
    });
  };
  const whole = told(-1);
  expect(whole.flat().filter((event) => typeof event === 'object' && event !== null).length).toBeGreaterThan(
    4,
  );
  for (let cut = 0; cut < 80; cut++) expect(told(cut)).toEqual(whole);
});
