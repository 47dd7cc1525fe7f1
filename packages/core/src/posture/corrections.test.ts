import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { defaultWorkday, type SimulatedBatch, WorkdaySimulation } from '../simulation/index.ts';
import { Corrections, MOST_LABEL_LOG_ODDS, type PostureLabel } from './corrections.ts';

const RATE_HZ = 50;
const BATCHES = record();
const FIRST_US = BATCHES[0]!.tUs[0]!;

function record(): SimulatedBatch[] {
  const day = new WorkdaySimulation(defaultWorkday(1, 0.2), { rateHz: RATE_HZ });
  const batches: SimulatedBatch[] = [];
  for (let batch = day.next(3000); batch; batch = day.next(3000)) batches.push(batch);
  return batches;
}

/** Every second as last told; with `freeze`, every batch goes through a snapshot in JSON and a new pipeline. */
function derive(labels: readonly PostureLabel[], freeze = false): PostureSecond[] {
  const params = {
    rateHz: RATE_HZ,
    hasGyro: false,
    hasMag: false,
    axes: parseAxes('up,right,forward'),
    labels,
  };
  let pipeline = createPipeline(params);
  const seconds = new Map<number, PostureSecond>();
  for (const batch of BATCHES) {
    for (const second of pipeline.push(batch).seconds) seconds.set(second.tUs, second);
    if (!freeze) continue;
    const frozen = JSON.stringify(pipeline.snapshot());
    pipeline = createPipeline(params);
    pipeline.restore(JSON.parse(frozen) as Snapshot);
  }
  for (const second of pipeline.flush().seconds) seconds.set(second.tUs, second);
  return [...seconds.values()].sort((a, b) => a.tUs - b.tUs);
}

function label(fromS: number, toS: number, state: PostureLabel['state'], id = 'l1'): PostureLabel {
  return { id, fromUs: FIRST_US + fromS * 1e6, toUs: FIRST_US + toS * 1e6, state };
}

const plain = derive([]);
const seated = plain.findIndex((_, i) => plain.slice(i, i + 90).every((o) => o.state === 'sitting'));
const stood = label(seated + 20, seated + 50, 'standing');

describe('what the wearer says', () => {
  const corrected = derive([stood]);

  it('wins over the decoder inside its range, and says so', () => {
    for (const second of corrected.slice(seated + 20, seated + 50)) {
      expect(second).toMatchObject({ state: 'standing', probability: 1, labelId: 'l1' });
    }
    expect(corrected.filter((second) => second.labelId !== undefined)).toHaveLength(30);
  });

  it('holds until somebody could have sat down: standing and sitting change only through doors', () => {
    const after = corrected.slice(seated + 50, seated + 80);
    expect(after.every((second) => second.state === 'standing' && second.labelId === undefined)).toBe(true);
  });

  it('changes nothing long before it', () => {
    expect(corrected.slice(0, seated + 10)).toEqual(plain.slice(0, seated + 10));
  });

  it('taken back leaves no trace', () => {
    expect(JSON.stringify(derive([]))).toBe(JSON.stringify(plain));
  });

  it('survives a snapshot at every batch', () => {
    expect(derive([stood], true)).toEqual(corrected);
  });

  it('of two labels on one second the one given last counts', () => {
    const walked = label(seated + 30, seated + 40, 'walking', 'l2');
    expect(derive([stood, walked])[seated + 35]).toMatchObject({ state: 'walking', labelId: 'l2' });
    expect(derive([walked, stood])[seated + 35]).toMatchObject({ state: 'standing', labelId: 'l1' });
  });

  it('about nothing or without length is refused with what to do', () => {
    expect(() => new Corrections([label(5, 5, 'sitting')])).toThrow(/label l1 ends at .* let it end after/);
    const running = { ...label(0, 5, 'sitting'), state: 'running' } as unknown as PostureLabel;
    expect(() => new Corrections([running])).toThrow(/says running: say one of sitting, standing/);
  });
});

describe('what labels teach about a wearer', () => {
  it('is nothing without labels, and fades with the distance in pitch', () => {
    const corrections = new Corrections();
    expect(corrections.logOdds(12)).toBe(0);
    for (let s = 0; s < 60; s++) corrections.learn('standing', 12);
    expect(corrections.logOdds(12)).toBeLessThan(-1.5);
    expect(Math.abs(corrections.logOdds(17))).toBeLessThan(Math.abs(corrections.logOdds(14)));
    expect(corrections.logOdds(30)).toBeCloseTo(0, 10);
  });

  it('is half of what labels can say after twenty seconds, and fades by the square of three degrees', () => {
    const corrections = new Corrections();
    for (let s = 0; s < 20; s++) corrections.learn('sitting', 12.5);
    corrections.learn('walking', 12.5);
    expect(corrections.logOdds(12.5)).toBeCloseTo(1.5, 12);
    const share = Math.exp(-0.5);
    for (const deg of [9.5, 15.5]) {
      expect(corrections.logOdds(deg)).toBeCloseTo((3 * 20 * share) / (20 + 20 * share), 12);
    }
    expect(corrections.logOdds(21.5)).toBeGreaterThan(0);
    expect([corrections.logOdds(22.5), corrections.logOdds(2.5)]).toEqual([0, 0]);
  });

  it('is of the second whose middle a label holds', () => {
    const from = (fromS: number) => new Corrections([label(fromS, 9, 'sitting')]).at(FIRST_US)?.id;
    expect([from(0), from(0.5), from(0.6)]).toEqual(['l1', 'l1', undefined]);
    const until = (toS: number) => new Corrections([label(-5, toS, 'sitting')]).at(FIRST_US)?.id;
    expect([until(0.5), until(0.6)]).toEqual([undefined, 'l1']);
  });

  it('never outweighs the trees, and as much of both cancels', () => {
    const words = fc.array(
      fc.tuple(fc.constantFrom('sitting' as const, 'standing' as const), fc.integer({ min: -95, max: 95 })),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: -95, max: 95 }), (said, pitchDeg) => {
        const corrections = new Corrections();
        for (const [state, deg] of said) corrections.learn(state, deg);
        expect(Math.abs(corrections.logOdds(pitchDeg))).toBeLessThan(MOST_LABEL_LOG_ODDS);
        for (const [state, deg] of said) corrections.learn(state === 'sitting' ? 'standing' : 'sitting', deg);
        expect(corrections.logOdds(pitchDeg)).toBeCloseTo(0, 10);
      }),
    );
  });
});
