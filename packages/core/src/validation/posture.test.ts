import { describe, expect, test } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import { POSTURE_STATES } from '../pipeline/outputs.ts';
import { MODEL_TABLES } from '../posture/model-tables.ts';
import {
  LABELLED_AXES,
  LABELLED_RATE_HZ,
  type LabelledPerson,
} from '../posture/validation/labelled-person.ts';
import { defaultWorkday, posturePerSecond, WorkdaySimulation } from '../simulation/index.ts';
import { firstSaid, judgePosture, toldShares } from './posture.ts';

const CODES = { sitting: 7, standing: 6, walking: 1, lying: 8 } as const;
const START_S = 1_767_600_000;

/** A simulated morning as a labelled person: acceleration alone, one label for each second. */
function simulatedPerson(seed: number, hours: number): LabelledPerson {
  const simulation = new WorkdaySimulation(defaultWorkday(seed, hours), {
    rateHz: LABELLED_RATE_HZ,
    startUs: START_S * 1e6,
  });
  const { tUs, accMps2, n } = simulation.next(simulation.length)!;
  const postures = posturePerSecond(simulation.truth);
  const labels = new Map(postures.map((posture, s) => [START_S + s, CODES[posture]]));
  return { id: 'simulated', n, tUs, ...accMps2, labels };
}

const person = simulatedPerson(4, 0.5);
const axes = parseAxes(LABELLED_AXES);

describe('judging posture', () => {
  test('speaks of every labelled second with a known posture', () => {
    const { truth, said } = judgePosture(person, { axes });
    expect(said.length).toBe(person.labels.size);
    expect(truth).toContain('sitting');
    for (const state of said) expect(POSTURE_STATES).toContain(state);
  });

  test.each([
    ['stated', axes],
    ['unknown', null],
  ])('with given trees is the pipeline with those trees, axes %s', (_how, how) => {
    const shipped = judgePosture(person, { axes: how });
    expect(judgePosture(person, { axes: how, model: MODEL_TABLES })).toEqual(shipped);
  });

  test('tells what was said at once beside what was decided: seconds before the first walking were not known then', () => {
    const { said, saidAtOnce } = judgePosture(person, { axes });
    expect(saidAtOnce[0]).toBe('unknown');
    expect(said[0]).not.toBe('unknown');
    expect(saidAtOnce.at(-1)).not.toBe('unknown');
  });

  test('a labelled second without data is unknown, not left out', () => {
    const labels = new Map([...person.labels, [START_S + 100_000, CODES.sitting] as const]);
    const { truth, said } = judgePosture({ ...person, labels }, { axes });
    expect([truth.at(-1), said.at(-1)]).toEqual(['sitting', 'unknown']);
  });
});

describe('shares told and right', () => {
  const told = {
    id: 'a',
    truth: ['sitting', 'sitting', 'standing', null, 'lying'] as const,
    said: ['sitting', 'unknown', 'sitting', 'walking', 'lying'] as const,
    probability: [0.9, 0, 0.6, 1, 1],
    saidAtOnce: ['unknown', 'unknown', 'standing', 'walking', 'unknown'] as const,
  };

  test('count scored seconds alone, and as right or wrong only what was stated', () => {
    expect(toldShares([told])).toEqual({ told: 0.75, right: 2 / 3 });
    expect(toldShares([firstSaid(told)])).toEqual({ told: 0.25, right: 1 });
  });

  test('nothing stated is neither right nor wrong', () => {
    const silent = { ...told, said: told.said.map(() => 'unknown' as const) };
    expect(toldShares([silent])).toEqual({ told: 0, right: Number.NaN });
  });
});
