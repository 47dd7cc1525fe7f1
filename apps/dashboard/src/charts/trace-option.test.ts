import { describe, expect, it } from 'vitest';
import { traceOf } from '../live/fixtures/live-messages.ts';
import { type TraceColumns, TraceRing } from '../live/trace-ring.ts';
import type { Palette } from '../theme/palette.ts';
import { axisLimit, traceOption, tracePoints } from './trace-option.ts';

const PALETTE: Palette = {
  flexion: 'blue',
  sideBend: 'brown',
  rotation: 'green',
  tilt: 'violet',
  grid: 'silver',
  axis: 'grey',
  muted: 'grey',
  font: 'system-ui',
};

function columns(...traces: Parameters<TraceRing['append']>[0][]): TraceColumns {
  const ring = new TraceRing();
  for (const trace of traces) ring.append(trace);
  return ring.window(0, Number.POSITIVE_INFINITY);
}

describe('tracePoints', () => {
  it('counts seconds back from the right edge', () => {
    const points = tracePoints(columns(traceOf(1_000_000, 2, () => 4)), 'flexionDeg', 2_000_000);
    expect(points).toEqual([
      [-1, 4],
      [-0.96, 4],
    ]);
  });

  it('leaves a gap where samples are missing', () => {
    const gap = columns(
      traceOf(0, 2, () => 1),
      traceOf(1_000_000, 1, () => 3),
    );
    expect(tracePoints(gap, 'flexionDeg', 1_000_000).map(([, y]) => y)).toEqual([1, 1, '-', 3]);
  });

  it('leaves a gap where the angle is not available', () => {
    const partly = columns(traceOf(0, 3, (tUs) => (tUs === 40_000 ? null : 2)));
    expect(tracePoints(partly, 'flexionDeg', 0).map(([, y]) => y)).toEqual([2, '-', 2]);
  });

  it('does not draw a line across the back of the circle', () => {
    const turning = columns(traceOf(0, 2, (tUs) => (tUs === 0 ? 179 : -179)));
    expect(tracePoints(turning, 'flexionDeg', 0).map(([, y]) => y)).toEqual([179, '-', -179]);
  });
});

describe('traceOption', () => {
  const option = traceOption({
    columns: columns(traceOf(0, 3, () => 1)),
    edgeUs: 80_000,
    spanUs: 30_000_000,
    palette: PALETTE,
    rowHeight: 100,
    rows: [
      { angle: 'flexionDeg', color: 'blue', limitDeg: 30, unsigned: false },
      { angle: 'tiltDeg', color: 'violet', limitDeg: 15, unsigned: true },
    ],
  });

  it('stacks one grid a row over the same seconds', () => {
    expect(option.grid).toMatchObject([{ top: 34 }, { top: 134 }]);
    expect(option.xAxis).toMatchObject([
      { min: -30, max: 0 },
      { min: -30, max: 0 },
    ]);
  });

  it('centres a signed angle and starts an unsigned one at 0', () => {
    expect(option.yAxis).toMatchObject([
      { min: -30, max: 30 },
      { min: 0, max: 15 },
    ]);
  });

  it('never animates: the data move by themselves', () => {
    expect(option.animation).toBe(false);
  });
});

describe('axisLimit', () => {
  const reaching = (deg: number) => columns(traceOf(0, 2, () => -deg));

  it('fits every value', () => {
    expect(axisLimit(reaching(3), 'flexionDeg', 0)).toBe(15);
    expect(axisLimit(reaching(31), 'flexionDeg', 0)).toBe(45);
    expect(axisLimit(reaching(179), 'flexionDeg', 0)).toBe(180);
  });

  it('grows at once and shrinks late', () => {
    expect(axisLimit(reaching(20), 'flexionDeg', 15)).toBe(30);
    expect(axisLimit(reaching(14), 'flexionDeg', 30)).toBe(30);
    expect(axisLimit(reaching(11), 'flexionDeg', 30)).toBe(15);
  });

  it('does not mind angles that are not there', () => {
    expect(axisLimit(columns(traceOf(0, 2, () => null)), 'flexionDeg', 30)).toBe(15);
  });
});
