import { describe, expect, it } from 'vitest';
import { DECODER_PARAMS as P } from './decoder.params.ts';
import { type DoorEvidence, doorChance } from './door-chance.ts';

const MOMENT: DoorEvidence = {
  door: 'moment',
  downLogOdds: 0,
  upLogOdds: 0,
  silenceTrust: 1,
  peakMps: -0.2,
};
const LEAN = { deg: 15, durationS: 1, stepDeg: 10 };
const down = (evidence: DoorEvidence): number => doorChance(evidence, 'down', P);

describe('the chance of sitting down in a second', () => {
  it('is even at the even velocity when the trees say nothing', () => {
    expect(down(MOMENT)).toBeCloseTo(0.5, 10);
  });

  it('rises with a lean that a gyroscope shows, and falls with none', () => {
    expect(down({ ...MOMENT, lean: LEAN })).toBeGreaterThan(0.8);
    expect(down({ ...MOMENT, lean: { ...LEAN, deg: 0 } })).toBeLessThan(0.2);
  });

  it('does not take a twitch or a long bend for the lean of sitting down', () => {
    for (const durationS of [0.2, 3]) {
      expect(down({ ...MOMENT, lean: { ...LEAN, durationS } })).toBeLessThan(0.2);
    }
  });

  it('of an unseen change is smaller still when a gyroscope saw the trunk keep still', () => {
    const nothing: DoorEvidence = { ...MOMENT, door: 'none', peakMps: 0 };
    expect(down(nothing)).toBe(P.doorless);
    expect(down({ ...nothing, lean: { deg: 1, durationS: 1, stepDeg: 1 } })).toBe(
      P.doorless * P.lean.stillDoorless,
    );
    expect(down({ ...nothing, lean: { deg: 1, durationS: 1, stepDeg: 20 } })).toBe(P.doorless);
  });

  it('over a long silence is never nothing', () => {
    expect(down({ ...MOMENT, door: 'long_silence', downLogOdds: -20 })).toBe(P.longSilence);
  });

  it('over a silence falls where silences are frequent, of whatever length; a moment stays what it is', () => {
    const rarely = { ...MOMENT, silenceTrust: 0.01 };
    for (const door of ['silence', 'long_silence'] as const) {
      expect(down({ ...rarely, door })).toBeLessThan(down({ ...MOMENT, door }) / 10);
    }
    expect(down(rarely)).toBe(down(MOMENT));
  });
});
