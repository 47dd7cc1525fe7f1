import { describe, expect, it } from 'vitest';
import { angleText, figureSummary, knowledge, latestAngles } from './angles.ts';
import { traceOf } from './fixtures/live-messages.ts';
import type { Frame } from './live-store.ts';
import { TraceRing } from './trace-ring.ts';

function frame(edgeUs: number, ...traces: Parameters<TraceRing['append']>[0][]): Frame {
  const ring = new TraceRing();
  for (const trace of traces) ring.append(trace);
  return { edgeUs, newestUs: ring.newestUs, columns: ring.window(0, edgeUs) };
}

const signed = traceOf(0, 2, () => 12.4);
const unsigned = { ...signed, flexionDeg: [null, null], sideBendDeg: [null, null] };
const nothing = { ...unsigned, tiltDeg: [null, null] };

describe('angleText', () => {
  it('says the side in words, and "upright" instead of 0', () => {
    expect(angleText('flexionDeg', 12.4)).toBe('12° forward');
    expect(angleText('flexionDeg', -3)).toBe('3° back');
    expect(angleText('flexionDeg', 0.3)).toBe('upright');
    expect(angleText('sideBendDeg', 4)).toBe('4° left');
    expect(angleText('rotationDeg', -8)).toBe('8° to the right');
    expect(angleText('rotationDeg', null)).toBe('not available');
  });
});

describe('knowledge', () => {
  it('claims no more than the samples give', () => {
    expect(knowledge(frame(40_000, signed))).toBe('signed');
    expect(knowledge(frame(40_000, unsigned))).toBe('tilt');
    expect(knowledge(frame(40_000, nothing))).toBe('waiting');
    expect(knowledge(frame(40_000))).toBe('none');
  });
});

describe('latestAngles', () => {
  it('are marked when they are not from now', () => {
    expect(latestAngles(frame(40_000, signed)).stale).toBe(false);
    expect(latestAngles(frame(5_000_000, signed)).stale).toBe(true);
  });
});

describe('figureSummary', () => {
  it('says the figure in one sentence', () => {
    expect(figureSummary(frame(40_000, signed))).toBe(
      'Flexion 12° forward, Side bend straight, Rotation not available.',
    );
    expect(figureSummary(frame(40_000, unsigned))).toBe(
      'Tilted 12° from upright; the direction is not known yet.',
    );
    expect(figureSummary(frame(40_000, nothing))).toBe('The angle of your back is not available.');
  });
});
