import { describe, expect, it } from 'vitest';
import { NOON_US, stateMessage, traceOf } from '../../live/fixtures/live-messages.ts';
import { INITIAL_MODEL, reduceLive } from '../../live/live-model.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { TraceRing } from '../../live/trace-ring.ts';
import { emptyReason, missingReason, rotationReason, traceGaps } from './missing-reason.ts';
import { traceKinds } from './trace-rows.ts';

const SPAN_US = 30_000_000;
const REASON = 'walk a few steps straight ahead';

function snapshot(edgeUs: number, flexionDeg: number | null): Snapshot {
  const message = stateMessage({
    mounting: { reference: null, forward: null, reason: REASON },
    connection: { ...stateMessage().connection, state: 'no_sensor', reason: 'switch the sensor on' },
  });
  const ring = new TraceRing();
  const unsigned = traceOf(NOON_US, 5, () => flexionDeg);
  ring.append({ ...unsigned, sideBendDeg: unsigned.flexionDeg });
  return {
    model: reduceLive(INITIAL_MODEL, { type: 'message', message, atMs: NOON_US / 1000 }),
    atMs: NOON_US / 1000,
    frame: { edgeUs, newestUs: ring.newestUs, columns: ring.window(edgeUs - SPAN_US, edgeUs) },
  };
}

describe('why the traces are empty', () => {
  it('has no reason while samples are in sight', () => {
    expect(emptyReason(snapshot(NOON_US + 1_000_000, 3), SPAN_US)).toBeNull();
  });

  it("is the connection's reason once the last sample left the window", () => {
    expect(emptyReason(snapshot(NOON_US + 60_000_000, 3), SPAN_US)).toBe('Switch the sensor on.');
  });

  it('is said before anything was heard', () => {
    expect(missingReason(INITIAL_MODEL, 'none')).toBe('Asking the server for the latest values.');
    const lost = reduceLive(INITIAL_MODEL, { type: 'lost', retryAtMs: 0 });
    expect(missingReason(lost, 'none')).toBe('No connection to the server.');
  });
});

describe('why single traces are missing', () => {
  it("gives the mounting's reason once, and the gyroscope's for rotation", () => {
    const gaps = traceGaps(snapshot(NOON_US + 1_000_000, null), traceKinds('waiting'), SPAN_US);
    expect([...gaps]).toEqual([
      ['flexionDeg', 'Walk a few steps straight ahead.'],
      ['rotationDeg', 'Not available: it needs a sensor with a gyroscope.'],
    ]);
  });

  it("points to the server's reason for rotation where it has one", () => {
    const reason = 'not available: the gyroscope turns the other way than gravity does in the sensor';
    const { model, ...rest } = snapshot(NOON_US + 1_000_000, 3);
    const mounting = { ...model.session!.mounting, rotationReason: reason };
    const told = { ...rest, model: { ...model, session: { ...model.session!, mounting } } };
    const gaps = traceGaps(told, traceKinds('signed'), SPAN_US);
    expect(gaps.get('rotationDeg')).toBe('Not available: the reason is under “Your back now”.');
    expect(rotationReason(told.model)).toMatch(/^The sensor's gyroscope turns the other way than gravity/);
  });

  it('gives none for what is drawn', () => {
    const gaps = traceGaps(snapshot(NOON_US + 1_000_000, 3), traceKinds('signed'), SPAN_US);
    expect([...gaps.keys()]).toEqual(['rotationDeg']);
  });
});
