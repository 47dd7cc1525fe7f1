import { describe, expect, test } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import type { LoadRow, PipelineOutput, RotationEvent } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { runRotationAlone, scoreRotations, sensorErrors } from './simulated-day.ts';
import { atOnce } from './steps.ts';

/** The reach of the simulated day on a short one; `plumbline validate` scores long ones. */
describe('an hour of a simulated day with a commodity sensor', () => {
  const options = { hours: 1, rateHz: 50, errors: sensorErrors(3) };
  const { simulation, rotations } = atOnce(runRotationAlone(3, options));
  const score = scoreRotations(simulation, rotations);

  test('finds the rotations, and hardly any that did not happen', () => {
    expect(score.happened).toBeGreaterThan(20);
    expect(score.recall).toBeGreaterThanOrEqual(0.97);
    expect(score.precision).toBeGreaterThanOrEqual(0.93);
    expect(score.directionError).toBe(0);
  });

  test('tells the asymmetry to within four points, and the same under 0.05 deg/s more bias', () => {
    expect(score.asymmetryErrorPoints).toBeLessThan(4);
    const biased = atOnce(runRotationAlone(3, { ...options, errors: sensorErrors(3, 0.05) }));
    const { foundAsymmetry } = scoreRotations(simulation, biased.rotations);
    expect(Math.abs(foundAsymmetry - score.foundAsymmetry)).toBeLessThan(0.02);
  });
});

type Vec = readonly [number, number, number];
/** What happens to a vector and to a rate when the sensor is turned, or the world is mirrored. */
interface Change {
  readonly axes: string;
  readonly vector: (v: Vec) => Vec;
  readonly rate: (v: Vec) => Vec;
}

function foldChanged({ axes, vector, rate }: Change): { rotations: RotationEvent[]; load: LoadRow[] } {
  const simulation = new WorkdaySimulation(defaultWorkday(2, 0.4), { rateHz: 50, errors: sensorErrors(2) });
  const pipeline = createPipeline({ rateHz: 50, hasGyro: true, hasMag: false, axes: parseAxes(axes) });
  const rotations: RotationEvent[] = [];
  const load: LoadRow[] = [];
  const take = (output: PipelineOutput): void => {
    rotations.push(...output.rotations);
    load.push(...output.load);
  };
  for (let batch = simulation.next(5000); batch; batch = simulation.next(5000)) {
    change(batch.accMps2, vector);
    change(batch.gyrRadps, rate);
    take(pipeline.push(batch));
  }
  take(pipeline.flush());
  return { rotations, load };
}

function change({ x, y, z }: Vec3Columns, by: (v: Vec) => Vec): void {
  for (let i = 0; i < x.length; i++) [x[i], y[i], z[i]] = by([x[i]!, y[i]!, z[i]!]);
}

describe('through the whole pipeline', () => {
  const same = (v: Vec): Vec => v;
  const upright = foldChanged({ axes: 'up,right,forward', vector: same, rate: same });

  test('there are rotations and load', () => {
    expect(upright.rotations.filter(({ kind }) => kind === 'rotation').length).toBeGreaterThan(10);
    expect(upright.load.length).toBeGreaterThan(100);
  });

  test('a mirrored wearer gives exactly the mirrored rotations and the same load', () => {
    const mirrored = foldChanged({
      axes: 'up,right,forward',
      vector: ([x, y, z]) => [x, -y, z],
      rate: ([x, y, z]) => [-x, y, -z],
    });
    expect(mirrored.load).toEqual(upright.load);
    expect(mirrored.rotations).toEqual(upright.rotations.map((e) => ({ ...e, peakDeg: -e.peakDeg })));
  });

  test.each([
    ['upside down', 'down,left,forward', ([x, y, z]: Vec): Vec => [-x, -y, z]],
    ['inside out', 'up,left,back', ([x, y, z]: Vec): Vec => [x, -y, -z]],
    ['on its side', 'left,up,forward', ([x, y, z]: Vec): Vec => [-y, x, z]],
  ])('a clip worn %s changes nothing beyond 1e-6', (_how, axes, turn) => {
    const turned = foldChanged({ axes, vector: turn, rate: turn });
    expect(turned.rotations.map((e) => e.kind)).toEqual(upright.rotations.map((e) => e.kind));
    turned.rotations.forEach((event, i) => {
      expect(Math.abs(event.peakDeg - upright.rotations[i]!.peakDeg)).toBeLessThan(1e-6);
    });
    turned.load.forEach((row, i) => {
      expect(Math.abs((row.creep ?? 0) - (upright.load[i]!.creep ?? 0))).toBeLessThan(1e-6);
    });
  });
});
