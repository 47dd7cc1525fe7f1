import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../simulation/random.ts';
import { createQuaternionColumns, type QuaternionColumns } from '../quaternion-columns.ts';
import { addGyroBias, downSample, loseBursts, loseSingles, quantiseInt16, streamOf } from './degrade.ts';
import { inclinationRmse, orientationErrors } from './metric.ts';
import { synthesise } from './synthetic.ts';
import { type OrientationTrial, readTrial } from './trial.ts';
import { bestLag, validateOrientation } from './validate-orientation.ts';

const DEG = 180 / Math.PI;
const RATE_HZ = 200;

function trialOf(rateAt: (t: number) => readonly [number, number, number], durationS = 30): OrientationTrial {
  const { samples, truth } = synthesise({ rateHz: RATE_HZ, durationS, rateAt, fieldUt: [0, 20, -40] });
  const movement = new Uint8Array(samples.n).fill(1, RATE_HZ * 3);
  const gyrRadps = samples.gyrRadps!;
  const magUt = samples.magUt!;
  return { ...samples, gyrRadps, magUt, name: 'synthetic', rateHz: RATE_HZ, reference: truth, movement };
}

/** The truth, changed row by row. */
function changed(
  trial: OrientationTrial,
  change: (q: number[], tS: number) => readonly number[],
): QuaternionColumns {
  const { reference: r, n } = trial;
  const out = createQuaternionColumns(n);
  for (let i = 0; i < n; i++) {
    const q = change([r.w[i]!, r.x[i]!, r.y[i]!, r.z[i]!], i / RATE_HZ);
    [out.tUs[i], out.w[i], out.x[i], out.y[i], out.z[i]] = [r.tUs[i]!, q[0]!, q[1]!, q[2]!, q[3]!];
  }
  return out;
}

const swaying = trialOf((t) => [0.7 * Math.sin(2 * t), 0.5 * Math.cos(3 * t), 0.4 * Math.sin(t)]);
const seeded = (seed: number): (() => number) => {
  const random = new SeededRandom(seed);
  return () => random.next();
};

describe('the metric', () => {
  it('is zero for the truth', () => {
    const e = orientationErrors(
      swaying,
      changed(swaying, (q) => q),
      { alignHeading: false },
    );
    expect(e.inclinationDeg).toBeCloseTo(0, 6);
    expect(e.totalDeg).toBeCloseTo(0, 5);
    expect(e.samples).toBe(swaying.n - 3 * RATE_HZ);
  });

  it('tells a turn about the vertical from one about the horizontal', () => {
    const [c, s] = [Math.cos(0.05), Math.sin(0.05)];
    const yawed = changed(swaying, ([w, x, y, z]) => [
      c * w! - s * z!,
      c * x! - s * y!,
      c * y! + s * x!,
      c * z! + s * w!,
    ]);
    const plain = orientationErrors(swaying, yawed, { alignHeading: false });
    expect(plain.headingDeg).toBeCloseTo(0.1 * DEG, 6);
    expect(plain.totalDeg).toBeCloseTo(0.1 * DEG, 6);
    expect(plain.inclinationDeg).toBeCloseTo(0, 6);
    expect(orientationErrors(swaying, yawed, { alignHeading: true }).totalDeg).toBeCloseTo(0, 4);
    const tipped = changed(swaying, ([w, x, y, z]) => [
      c * w! - s * x!,
      c * x! + s * w!,
      c * y! - s * z!,
      c * z! + s * y!,
    ]);
    expect(inclinationRmse(swaying, tipped, 0)).toBeCloseTo(0.1 * DEG, 6);
  });

  it('sees a drift of 3 deg/min as such', () => {
    const drifting = changed(swaying, ([w, x, y, z], t) => {
      const half = (3 / DEG / 60) * (t / 2);
      const [c, s] = [Math.cos(half), Math.sin(half)];
      return [c * w! - s * z!, c * x! - s * y!, c * y! + s * x!, c * z! + s * w!];
    });
    expect(orientationErrors(swaying, drifting, { alignHeading: true }).driftDegPerMin).toBeCloseTo(3, 6);
  });

  it('finds a constant lag', () => {
    const late = { ...changed(swaying, (q) => q), tUs: swaying.reference.tUs.map((t) => t + 5000) };
    expect(bestLag([swaying], [late]) / 1000).toBeCloseTo(5, 0);
  });

  it('skips what the cameras did not see', () => {
    const { reference } = swaying;
    const w = reference.w.map((v, i) => (i % 2 ? Number.NaN : v));
    const blinking = { ...swaying, reference: { ...reference, w } };
    expect(
      Number.isFinite(
        inclinationRmse(
          blinking,
          changed(swaying, (q) => q),
          0,
        ),
      ),
    ).toBe(true);
  });
});

describe('what a stream may suffer', () => {
  it('picks, filters and averages on the right grid', () => {
    for (const how of ['pick', 'filter', 'average'] as const) {
      const s = downSample(swaying, 50, how);
      expect(s.n).toBe(Math.floor((swaying.n - 1) / 4) + 1);
      expect(s.tUs[10]).toBeCloseTo(200_000, 6);
    }
    const filtered = downSample(swaying, 50, 'filter').gyrRadps.x;
    expect(filtered[500]).toBeCloseTo(swaying.gyrRadps.x[2000]!, 3);
  });

  it('rounds to counts and stays within int16', () => {
    const s = quantiseInt16({
      ...streamOf(swaying),
      gyrRadps: { ...swaying.gyrRadps, x: swaying.gyrRadps.x.map(() => 99) },
    });
    const count = 2000 / DEG / 32768;
    expect(s.gyrRadps.x[0]! / count).toBeCloseTo(32767, 6);
    const counts = s.gyrRadps.y[7]! / count;
    expect(counts - Math.round(counts)).toBeCloseTo(0, 6);
  });

  it('loses the share it says, alone or in bursts', () => {
    const s = streamOf(swaying);
    expect(loseSingles(s, 0.1, seeded(1)).n / s.n).toBeCloseTo(0.9, 1);
    const bursts = loseBursts(s, 0.2, 100_000, seeded(2));
    expect(bursts.n / s.n).toBeCloseTo(0.8, 1);
    const steps = Array.from(bursts.tUs.subarray(1), (t, i) => Math.round((t - bursts.tUs[i]!) / 5000));
    expect(new Set(steps)).toEqual(new Set([1, 21]));
  });

  it('biases every axis of the rate', () => {
    expect(addGyroBias(streamOf(swaying), 1).gyrRadps.z[0]! * DEG).toBeCloseTo(1, 6);
  });
});

describe('validateOrientation', () => {
  it('gives every figure of the table with its trials, and a perfect sensor meets its inclinations from 50 Hz on', () => {
    const figures = validateOrientation([swaying], { createRandom: seeded });
    expect(new Set(figures.map((f) => f.stream)).size).toBe(11);
    for (const f of figures) {
      expect(f.perTrial.map((t) => t.trial)).toEqual(['synthetic']);
      if (f.reach !== null && f.unit === 'deg' && !/^(25|20|10) /.test(f.stream))
        expect(f.met, `${f.stream}, ${f.quantity}`).toBe(true);
    }
  });

  it('refuses a file of another size by name', () => {
    expect(() => readTrial('x', 10, 100, new Uint8Array(5))).toThrow(
      'trial x: 5 bytes, expected 530 for n = 10',
    );
  });
});
