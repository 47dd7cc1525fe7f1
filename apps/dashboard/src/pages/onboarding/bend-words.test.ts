import type { Bends } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { bendWords, isEnough } from './bend-words.ts';

const told = (changes: Partial<Bends>): Bends => ({
  ...{ version: 1, phase: 'bend', bends: 0, of: 5, tiltDeg: 0, refusal: null, text: '', reason: null },
  ...{ streamId: null, calibration: null },
  ...changes,
});

describe('guided bends', () => {
  it('say what to do next', () => {
    expect(bendWords(told({ phase: 'stand_still' }))).toBe('Stand upright and still for two seconds.');
    expect(bendWords(told({ bends: 2 }))).toMatch(/^Bend 3 of 5:/);
  });

  it('say why the last one did not count, and go on', () => {
    const words = bendWords(told({ bends: 1, refusal: 'too_shallow' }));
    expect(words).toMatch(/^Bend further forward, at least 30 degrees\. Bend 2 of 5:/);
  });

  it('end with what they showed, or with why they were not accepted', () => {
    const calibration = {
      bends: 5,
      axesSdDeg: 1,
      leastEigenvalueRatio: 9,
      flexionRangeDeg: 56,
      quality: 0.9,
    };
    const accepted = told({ phase: 'accepted', calibration: { ...calibration, calibratedAtUs: 0 } });
    expect(bendWords(accepted)).toMatch(/56°.*90%/);
    expect(bendWords(told({ phase: 'refused', refusal: 'disagree' }))).toMatch(/different directions/);
    expect(bendWords(told({ phase: 'refused' }))).toMatch(/could not be stored/);
  });

  it('say when nothing comes in', () => {
    expect(bendWords(told({ reason: 'No samples are coming in.' }))).toMatch(/^No samples are coming in/);
  });

  it('can be judged early from three on', () => {
    expect(isEnough(told({ bends: 2 }))).toBe(false);
    expect(isEnough(told({ bends: 3 }))).toBe(true);
    expect(isEnough(told({ bends: 5, phase: 'accepted' }))).toBe(false);
  });
});
