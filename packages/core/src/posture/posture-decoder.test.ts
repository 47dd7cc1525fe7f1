import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../pipeline/stage.ts';
import { DECODER_PARAMS } from './decoder.params.ts';
import { type Decision, PostureDecoder, type SecondLikelihood } from './posture-decoder.ts';

const QUIET: SecondLikelihood = {
  silent: false,
  sittingLogOdds: 0,
  walkingLogOdds: -5,
  tiltDeg: 5,
  door: 'none',
  downLogOdds: 0,
  upLogOdds: 0,
  silenceTrust: 1,
  peakMps: 0,
};
const WALKING = { ...QUIET, walkingLogOdds: 5 };
const LYING = { ...QUIET, tiltDeg: 85 };
const SILENT = { ...QUIET, silent: true };
const SIT_DOWN: SecondLikelihood = { ...QUIET, door: 'moment', downLogOdds: 1, upLogOdds: -3, peakMps: -0.4 };
const STAND_UP: SecondLikelihood = { ...QUIET, door: 'moment', downLogOdds: -3, upLogOdds: 1, peakMps: 0.4 };

function times(seconds: number, second: SecondLikelihood): SecondLikelihood[] {
  return Array(seconds).fill(second);
}

function decode(seconds: readonly SecondLikelihood[], params = DECODER_PARAMS): Decision[] {
  const decoder = new PostureDecoder(params);
  const decisions: Decision[] = [];
  for (const second of seconds) {
    decoder.push(second);
    decisions.push(...decoder.decide());
  }
  return [...decisions, ...decoder.decide(0)];
}

function statesOf(seconds: readonly SecondLikelihood[]): string[] {
  return [...new Set(decode(seconds).map((d) => d.state))];
}

describe('the decoder of posture', () => {
  it('keeps sitting and standing apart by doors, not by angle', () => {
    const upright = [...times(20, WALKING), ...times(60, { ...QUIET, sittingLogOdds: 2 })];
    expect(statesOf(upright)).toEqual(['walking', 'standing']);
    const seated = [...times(20, WALKING), SIT_DOWN, ...times(60, { ...QUIET, sittingLogOdds: -2 })];
    expect(statesOf(seated)).toEqual(['walking', 'sitting']);
  });

  it('lets somebody who sat down get up again', () => {
    const day = [...times(20, WALKING), SIT_DOWN, ...times(60, QUIET), STAND_UP, ...times(10, QUIET)];
    expect(decode(day).at(-1)?.state).toBe('standing');
  });

  it('states less certainty than it has, by one share of the log-odds, and decides the same', () => {
    const day = [
      ...times(20, WALKING),
      SIT_DOWN,
      ...times(30, { ...QUIET, sittingLogOdds: 1 }),
      ...times(5, WALKING),
    ];
    const own = decode(day, { ...DECODER_PARAMS, certainty: 1 });
    const logOdds = (decision: Decision) => Math.log(decision.probability / (1 - decision.probability));
    decode(day).forEach((decision, i) => {
      expect(decision.state).toBe(own[i]!.state);
      expect(logOdds(decision)).toBeCloseTo(DECODER_PARAMS.certainty * logOdds(own[i]!), 9);
    });
  });

  it('takes walking for proof of having got up, even unseen', () => {
    const day = [
      ...times(20, WALKING),
      SIT_DOWN,
      ...times(60, QUIET),
      ...times(20, WALKING),
      ...times(10, QUIET),
    ];
    expect(decode(day).at(-1)?.state).toBe('standing');
  });

  it('believes a velocity that only sitting down reaches, not a small one', () => {
    const after = (peakMps: number) =>
      decode([...times(20, WALKING), { ...SIT_DOWN, peakMps }, ...times(20, QUIET)]);
    expect(after(-0.35).at(-1)?.state).toBe('sitting');
    expect(after(-0.1).at(-1)?.state).toBe('standing');
  });

  it('keeps the posture over a silence that says nothing', () => {
    const day = [
      ...times(20, WALKING),
      SIT_DOWN,
      ...times(30, QUIET),
      ...times(10, SILENT),
      ...times(10, QUIET),
    ];
    expect(decode(day).at(-1)?.state).toBe('sitting');
  });

  it('takes who leans far back on a seat for seated, and who lies a little raised for lying', () => {
    const seated = [...times(20, WALKING), SIT_DOWN, ...times(20, { ...QUIET, sittingLogOdds: 2 })];
    expect(decode([...seated, ...times(40, { ...QUIET, tiltDeg: 67 })]).at(-1)!.state).toBe('sitting');
    expect(decode([...seated, ...times(40, { ...QUIET, tiltDeg: 74 })]).at(-1)!.state).toBe('lying');
  });

  it('tells lying by the tilt', () => {
    expect(decode([...times(10, WALKING), ...times(20, LYING)]).at(-1)).toMatchObject({ state: 'lying' });
  });

  it('gives every second one decision, the lag later, with a probability', () => {
    const decoder = new PostureDecoder();
    const lags = times(30, QUIET).map((second) => {
      decoder.push(second);
      return decoder.decide().length;
    });
    expect(lags.indexOf(1)).toBe(DECODER_PARAMS.lagS);
    expect(decoder.decide(0)).toHaveLength(DECODER_PARAMS.lagS);
    for (const { probability } of decode(times(30, QUIET))) {
      expect(probability).toBeGreaterThan(0.2);
      expect(probability).toBeLessThanOrEqual(1);
    }
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const day = [...times(20, WALKING), SIT_DOWN, ...times(20, QUIET), STAND_UP, ...times(20, QUIET)];
    let decoder = new PostureDecoder();
    const decisions: Decision[] = [];
    for (const second of day) {
      decoder.push(second);
      decisions.push(...decoder.decide());
      const frozen = JSON.stringify(decoder.snapshot());
      decoder = new PostureDecoder();
      decoder.restore(JSON.parse(frozen) as Snapshot);
    }
    expect([...decisions, ...decoder.decide(0)]).toEqual(decode(day));
  });
});
