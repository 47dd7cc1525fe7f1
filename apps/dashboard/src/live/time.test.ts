import { describe, expect, it } from 'vitest';
import { LIVE_CONNECTION, NOON_US, stateMessage } from './fixtures/live-messages.ts';
import { INITIAL_MODEL, reduceLive } from './live-model.ts';
import { nextOffsetUs } from './server-clock.ts';
import { sampleAgeS, sampleNowUs, traceEdgeUs } from './time.ts';

/** The page's clock is 5 s behind the server's. */
const BEHIND_MS = 5000;
const AT_MS = NOON_US / 1000 - BEHIND_MS;

function modelWith(connection: Partial<typeof LIVE_CONNECTION>) {
  const message = stateMessage({ connection: { ...LIVE_CONNECTION, ...connection } });
  return reduceLive(INITIAL_MODEL, { type: 'message', message, atMs: AT_MS });
}

describe('ages', () => {
  it("count by the server's clock, whatever the page's says", () => {
    expect(sampleAgeS(modelWith({}), AT_MS + 3000)).toBe(3);
  });

  it('are unknown without a sample', () => {
    expect(sampleAgeS(modelWith({ lastSampleUs: null, receivedUs: null }), AT_MS)).toBeNull();
    expect(sampleAgeS(INITIAL_MODEL, AT_MS)).toBeNull();
  });

  it('run faster on the time line of a fast playback', () => {
    const model = modelWith({ lastSampleUs: 1_000_000, playback: { title: 'x.csv', speed: 10 } });
    expect(sampleNowUs(model, AT_MS + 2000)).toBe(21_000_000);
  });
});

describe('traceEdgeUs', () => {
  it('is the newest sample while samples come', () => {
    expect(traceEdgeUs(10_000_000, 10_400_000)).toBe(10_000_000);
  });

  it('goes on with the clock when they stop, without a jump', () => {
    expect(traceEdgeUs(10_000_000, 11_000_000)).toBe(10_000_000);
    expect(traceEdgeUs(10_000_000, 14_000_000)).toBe(13_000_000);
  });
});

describe('nextOffsetUs', () => {
  it('trusts the fastest message and forgets it slowly', () => {
    const fast = nextOffsetUs(null, 5_000_000, 1000);
    expect(fast).toBe(4_000_000);
    expect(nextOffsetUs(fast, 5_100_000, 1300)).toBe(3_999_000);
  });

  it("follows when the server's clock is set back", () => {
    expect(nextOffsetUs(4_000_000_000, 1_000_000, 1000)).toBe(0);
  });
});
