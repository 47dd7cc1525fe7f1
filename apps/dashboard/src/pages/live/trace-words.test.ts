import { describe, expect, it } from 'vitest';
import { traceOf } from '../../live/fixtures/live-messages.ts';
import type { Frame } from '../../live/live-store.ts';
import { TraceRing } from '../../live/trace-ring.ts';
import { traceKinds } from './trace-rows.ts';
import { traceCsv, traceTable } from './trace-table.ts';
import { cursorText, traceSummary } from './trace-words.ts';

const SPAN_US = 30_000_000;
const kinds = traceKinds('signed');

function frame(...traces: Parameters<TraceRing['append']>[0][]): Frame {
  const ring = new TraceRing();
  for (const trace of traces) ring.append(trace);
  const { newestUs } = ring;
  return { edgeUs: newestUs, newestUs, columns: ring.window(0, newestUs ?? 0) };
}

const ramp = frame(traceOf(40_000_000, 50, (tUs) => (tUs - 40_000_000) / 100_000));

describe('traceSummary', () => {
  it('says the range of each trace in one sentence', () => {
    expect(traceSummary(ramp, kinds, SPAN_US)).toBe(
      'In the last 30 seconds: flexion between upright and 20° forward, side bend steady at straight, rotation not available.',
    );
  });

  it('explains blank stretches', () => {
    const gap = frame(
      traceOf(0, 2, () => 1),
      traceOf(5_000_000, 2, () => 1),
    );
    expect(traceSummary(gap, kinds, SPAN_US)).toContain('Blank stretches are moments without samples.');
  });

  it('says when there is nothing', () => {
    expect(traceSummary(frame(), kinds, SPAN_US)).toBe('No samples in the last 30 seconds.');
  });
});

describe('reading a moment', () => {
  it('gives the means of that second', () => {
    expect(cursorText(ramp, kinds, 1, 'UTC')).toBe('12:00:40 AM: flexion 5° forward, side bend straight');
  });

  it('says when no sample fell into it', () => {
    expect(cursorText(ramp, kinds, 10, 'UTC')).toBe('12:00:31 AM: no samples');
  });
});

describe('the numbers behind the traces', () => {
  it('are a row a second, newest first', () => {
    const { head, rows } = traceTable(ramp, kinds, 3_000_000, 'UTC');
    expect(head).toEqual(['Time', 'Flexion', 'Side bend', 'Rotation']);
    expect(rows).toEqual([
      ['12:00:41 AM', '15', '0', '–'],
      ['12:00:40 AM', '5', '0', '–'],
      ['12:00:39 AM', '–', '–', '–'],
    ]);
  });

  it('are every point in the file, times as recorded', () => {
    const short = frame(traceOf(1_000_000, 2, () => 1.23456));
    expect(traceCsv(short, kinds, SPAN_US)).toBe(
      't_us,flexion_deg,side_bend_deg,rotation_deg\r\n1000000,1.23,0,\r\n1040000,1.23,0,\r\n',
    );
  });
});
