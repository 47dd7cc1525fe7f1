import { expect, test } from 'vitest';
import { defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { createPipeline } from './pipeline.ts';

const RATE_HZ = 50;
const HOURS = 1;
const START_US = 1_795_000_000_000_000;

/** State per second of the first minutes of a simulated day, with nothing known about the clip. */
function analyse(seconds: number): { states: string[]; forward: string | null; reason: string | null } {
  const day = new WorkdaySimulation(defaultWorkday(1, HOURS), { rateHz: RATE_HZ, startUs: START_US });
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes: null });
  const samples = day.next(seconds * RATE_HZ)!;
  const said = [pipeline.push(samples), pipeline.flush()];
  const states = new Map(said.flatMap((output) => output.seconds.map(({ tUs, state }) => [tUs, state])));
  const { forward, reason } = said[1]!.mounting;
  return { states: [...states.values()], forward, reason };
}

test('a clip of unknown direction that has not been walked with tells nothing', () => {
  const { states, forward, reason } = analyse(27);
  expect(forward).toBeNull();
  expect(reason).toMatch(/walk a few steps/);
  expect(new Set(states)).toEqual(new Set(['unknown']));
});

test('a few steps show which way is up and forward', () => {
  const { states, forward, reason } = analyse(70);
  expect(forward).toBe('walking');
  expect(reason).toBeNull();
  expect(states.filter((state) => state === 'walking').length).toBeGreaterThan(20);
  expect(states).toContain('standing');
  expect(states).not.toContain('sitting');
});

test('and so sitting is told from its first second', () => {
  const { states } = analyse(300);
  expect(states.filter((state) => state === 'sitting').length).toBeGreaterThan(200);
});
