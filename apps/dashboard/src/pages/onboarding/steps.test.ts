import type { LiveConnection, LiveState } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { isComplete, type SetupFacts, stepStates } from './steps.ts';

const connection = (sensor: boolean): LiveConnection => ({
  state: sensor ? 'live' : 'no_sensor',
  reason: '',
  lastSampleUs: null,
  receivedUs: null,
  sensor: sensor
    ? ({ name: 'WT901', rateHz: 100, batteryPercent: 90, rssiDbm: -60 } as LiveConnection['sensor'])
    : null,
  playback: null,
});
const mounting = (changes: Partial<LiveState['mounting']> = {}): LiveState['mounting'] => ({
  reference: null,
  forward: null,
  reason: null,
  ...changes,
});
const facts = (changes: Partial<SetupFacts> = {}): SetupFacts => ({
  session: { connection: connection(true), mounting: mounting() },
  samples: true,
  bends: null,
  ...changes,
});

describe('setting up', () => {
  it('begins with finding a sensor', () => {
    expect(stepStates({ session: null, samples: false, bends: null })).toEqual({
      find: 'now',
      clip: 'later',
      walk: 'later',
      bend: 'later',
    });
  });

  it('goes on to walking once samples come', () => {
    expect(stepStates(facts())).toMatchObject({ find: 'done', clip: 'done', walk: 'now', bend: 'later' });
  });

  it('asks for bends until they are accepted, or the direction is known otherwise', () => {
    const walked = { connection: connection(true), mounting: mounting({ reference: 'walking' }) };
    expect(stepStates(facts({ session: walked, bends: { phase: 'bend' } })).bend).toBe('now');
    expect(isComplete(stepStates(facts({ session: walked, bends: { phase: 'accepted' } })))).toBe(true);
    const guessed = { ...walked, mounting: mounting({ reference: 'walking', forward: 'sitting' }) };
    expect(stepStates(facts({ session: guessed })).bend).toBe('now');
    const known = { ...walked, mounting: mounting({ reference: 'walking', forward: 'axes' }) };
    expect(isComplete(stepStates(facts({ session: known })))).toBe(true);
    expect(stepStates(facts({ session: known, bends: { phase: 'stand_still' } })).bend).toBe('now');
  });

  it('lets one go back: a sensor that is lost is the next thing to find', () => {
    const gone = { connection: connection(false), mounting: mounting({ reference: 'walking' }) };
    expect(stepStates(facts({ session: gone, samples: false })).find).toBe('now');
  });
});
