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

  it('is that of getting up, mirrored: rising instead of falling, and the trees for it', () => {
    const up = (evidence: DoorEvidence) => doorChance(evidence, 'up', P);
    expect(up({ ...MOMENT, peakMps: 0.2 })).toBeCloseTo(0.5, 10);
    expect(up({ ...MOMENT, peakMps: 0.1 })).toBeCloseTo(1 / (1 + Math.exp(3)), 10);
    expect(down({ ...MOMENT, peakMps: -0.1 })).toBeCloseTo(1 / (1 + Math.exp(3)), 10);
    const trees = { ...MOMENT, downLogOdds: 1, upLogOdds: -1 };
    expect(down(trees)).toBeCloseTo(1 / (1 + Math.exp(-1)), 10);
    expect(up({ ...trees, peakMps: 0.2 })).toBeCloseTo(1 / (1 + Math.exp(1)), 10);
  });

  it('changes with velocity by four in log-odds at most, and is never certain', () => {
    expect(down({ ...MOMENT, peakMps: 0.5 })).toBeCloseTo(1 / (1 + Math.exp(4)), 10);
    expect(down({ ...MOMENT, peakMps: -1, downLogOdds: -4 })).toBeCloseTo(0.5, 10);
    expect(down({ ...MOMENT, peakMps: -1 })).toBe(0.9);
  });

  it('of a silence is by the trees alone: five to one down, four to one up', () => {
    const silence = { ...MOMENT, door: 'silence', downLogOdds: -2, upLogOdds: -2, peakMps: -1 } as const;
    expect(down({ ...silence, lean: LEAN })).toBeCloseTo(5 / (5 + Math.exp(2)), 10);
    expect(doorChance(silence, 'up', P)).toBeCloseTo(4 / (4 + Math.exp(2)), 10);
    expect(down({ ...silence, silenceTrust: 0.1 })).toBeCloseTo(0.5 / (0.5 + Math.exp(2)), 10);
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
