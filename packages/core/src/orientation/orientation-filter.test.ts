import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { OrientationFilter } from './orientation-filter.ts';
import {
  angleDeg,
  betweenDeg,
  conjugate,
  DEG,
  feed,
  G,
  lively,
  livelyRecording,
  now,
  PERFECT,
  product,
  type Quaternion,
  tiltDeg,
  truthAt,
  upOf,
} from './orientation-testing.ts';
import { synthesise, type Vec3 } from './validation/synthetic.ts';

describe('a sensor at rest', () => {
  it.each([
    ['upright', 0, 0, G],
    ['on its side', 0, G, 0],
    ['on its face', G, 0, 0],
    ['upside down', 0, 0, -G],
    ['tilted 30 deg', 0, G / 2, (G * Math.sqrt(3)) / 2],
  ])('%s: gravity points up in the world from the first sample on', (_, ax, ay, az) => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 50; i++) {
      filter.update(i * 20_000, ax, ay, az, 0, 0, 0);
      const up = upOf(now(filter));
      expect(up[0]).toBeCloseTo(ax / G, 12);
      expect(up[1]).toBeCloseTo(ay / G, 12);
      expect(up[2]).toBeCloseTo(az / G, 12);
    }
  });

  it('is unmoved by the size of gravity: only its direction counts', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 500; i++) filter.update(i * 20_000, 0, 1.1 * G, 1.1 * G, 0, 0, 0);
    expect(upOf(now(filter))[1]).toBeCloseTo(Math.SQRT1_2, 9);
  });

  it('does not drift for eight hours', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 8 * 3600 * 10; i++) filter.update(i * 100_000, 0, 0, G, 0, 0, 0);
    expect(angleDeg(now(filter))).toBeLessThan(1e-6);
  });
});

describe('a sensor that turns', () => {
  it.each([
    ['x', 0],
    ['y', 1],
    ['z', 2],
  ])('about %s by a constant 60 deg/s follows the truth at 10 to 1000 Hz', (_, axis) => {
    for (const rateHz of [10, 50, 285.714, 1000]) {
      const rate: [number, number, number] = [0, 0, 0];
      rate[axis] = 60 / DEG;
      const { samples, truth } = synthesise({
        rateHz,
        durationS: 8,
        rateAt: (t) => (t < 4 ? [0, 0, 0] : rate),
      });
      const seen = feed(new OrientationFilter(PERFECT), samples);
      const last = samples.n - 1;
      const exact: Quaternion = truthAt(truth, last);
      // The step in the rate falls between two samples: nothing sampled at 10 Hz can tell where.
      expect(betweenDeg(seen[last]!, exact)).toBeLessThan(0.1 + 60 / rateHz / 2);
    }
  });

  it('and is shaken keeps its inclination within 0.5 deg', () => {
    const { samples, truth } = livelyRecording;
    const seen = feed(new OrientationFilter(PERFECT), samples);
    for (let i = 300; i < samples.n; i++) {
      expect(tiltDeg(seen[i]!, truthAt(truth, i))).toBeLessThan(0.5);
    }
  });

  it('is published ahead by the delay of its own low-pass', () => {
    const { samples } = synthesise({ rateHz: 100, durationS: 3, rateAt: () => [0, 0, 1] });
    const late = feed(new OrientationFilter(PERFECT), samples).at(-1)!;
    const now = feed(new OrientationFilter({ ...PERFECT, sensorDelayS: 0.008 }), samples).at(-1)!;
    expect(betweenDeg(late, now)).toBeCloseTo(0.008 * DEG, 4);
  });

  it('saturated at 2000 deg/s is finite, and level again within three seconds of rest', () => {
    const filter = new OrientationFilter();
    const { samples } = synthesise({
      rateHz: 100,
      durationS: 6,
      rateAt: (t) => (t > 1 && t < 2 ? [50, 30, 0] : [0, 0, 0]),
    });
    const max = 2000 / DEG;
    const clip = (c: Float64Array): Float64Array => c.map((v) => Math.min(Math.max(v, -max), max));
    const g = samples.gyrRadps!;
    const seen = feed(filter, { ...samples, gyrRadps: { x: clip(g.x), y: clip(g.y), z: clip(g.z) } });
    const a = samples.accMps2;
    const last = samples.n - 1;
    const up = upOf(seen[500]!);
    const cosine = (up[0] * a.x[last]! + up[1] * a.y[last]! + up[2] * a.z[last]!) / G;
    expect(Math.acos(Math.min(1, cosine)) * DEG).toBeLessThan(2);
  });
});

describe('gyroscope bias', () => {
  const bias: Vec3 = [0.9 / DEG, -0.7 / DEG, 1.1 / DEG];

  it('is found at rest on all axes', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 3000; i++) filter.update(i * 20_000, 0.3, 0.2, G, ...bias);
    for (const k of [0, 1, 2]) expect(filter.biasRadps[k]! * DEG).toBeCloseTo(bias[k]! * DEG, 1);
    expect(filter.resting).toBe(true);
  });

  it('of a cheap part, 6 deg/s on every axis, too', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 3000; i++) filter.update(i * 20_000, 0.3, 0.2, G, 6 / DEG, -6 / DEG, 6 / DEG);
    expect(filter.biasRadps[1]! * DEG).toBeCloseTo(-6, 1);
  });

  it('about z is left alone where the device calls z exactly 0 at rest, and found in motion', () => {
    const { samples } = synthesise({
      rateHz: 50,
      durationS: 180,
      rateAt: (t) => (t < 60 ? [0, 0, 0] : lively(t)),
    });
    const g = samples.gyrRadps!;
    const shift = (c: Float64Array, by: number): Float64Array => c.map((v) => v + by);
    const z = shift(g.z, bias[2]).map((v, i) => (i < 60 * 50 ? 0 : v));
    const filter = new OrientationFilter(PERFECT);
    const zeroed = { ...samples, gyrRadps: { x: shift(g.x, bias[0]), y: shift(g.y, bias[1]), z } };
    feed(filter, zeroed, 0, 60 * 50);
    expect(filter.biasRadps[0]! * DEG).toBeCloseTo(0.9, 1);
    feed(filter, zeroed, 60 * 50, 90 * 50);
    expect(Math.abs(filter.biasRadps[2]! - bias[2]) * DEG).toBeLessThan(0.3);
  });

  it('is found in motion too, without any rest', () => {
    const { samples } = synthesise({ rateHz: 50, durationS: 180, rateAt: lively });
    const g = samples.gyrRadps!;
    const shift = (c: Float64Array, by: number): Float64Array => c.map((v) => v + by);
    const [x, y, z] = [shift(g.x, bias[0]), shift(g.y, bias[1]), shift(g.z, bias[2])];
    const filter = new OrientationFilter(PERFECT);
    feed(filter, { ...samples, gyrRadps: { x, y, z } });
    for (const k of [0, 1, 2]) expect(Math.abs(filter.biasRadps[k]! - bias[k]!) * DEG).toBeLessThan(0.25);
  });

  it('is not learned from slow seated turning: half a degree per second for ten seconds leaves 0.1', () => {
    const filter = new OrientationFilter(PERFECT);
    const turning = (t: number): number => (t > 300 && t < 310 ? 0.5 / DEG : 0);
    for (let i = 0; i < 310 * 50; i++) filter.update(i * 20_000, 0, 0, G, 0, 0, turning(i / 50));
    expect(Math.abs(filter.biasRadps[2]!) * DEG).toBeLessThan(0.1);
  });
});

describe('symmetries', () => {
  const mirrored = (b: ImuBatch, flipX: boolean): ImuBatch => {
    const negate = (c: Float64Array): Float64Array => c.map((v) => -v);
    const { accMps2: a, gyrRadps: g } = b;
    return {
      ...b,
      accMps2: flipX ? { ...a, x: negate(a.x) } : { ...a, y: negate(a.y) },
      // The rate is an axial vector: the mirrored axis keeps its sign, the others turn round.
      gyrRadps: flipX
        ? { x: g!.x, y: negate(g!.y), z: negate(g!.z) }
        : { x: negate(g!.x), y: g!.y, z: negate(g!.z) },
    };
  };

  it.each([
    ['left and right', false],
    ['front and back', true],
  ])('swapping %s in the input swaps them exactly in the output', (_, flipX) => {
    const seen = feed(new OrientationFilter(), livelyRecording.samples);
    const swapped = feed(new OrientationFilter(), mirrored(livelyRecording.samples, flipX));
    seen.forEach(([w, x, y, z], i) => {
      const [mw, mx, my, mz] = swapped[i]!;
      expect(mw === w && mz === -z && (flipX ? mx === x && my === -y : mx === -x && my === y)).toBe(true);
    });
  });

  it('any rotation of the sensor in its clip gives the same relative orientation within 1e-6 deg', () => {
    const { samples } = livelyRecording;
    const plain = feed(new OrientationFilter(), samples);
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    void fc.assert(
      fc.property(fc.tuple(part, part, part, part), ([w, x, y, z]) => {
        const size = Math.hypot(w, x, y, z);
        fc.pre(size > 0.1);
        const r: Quaternion = [w / size, x / size, y / size, z / size];
        const turned = feed(new OrientationFilter(), turnSensor(samples, r));
        for (const i of [1, 400, samples.n - 1]) {
          const relative = product(conjugate(plain[0]!), plain[i]!);
          const other = product(conjugate(turned[0]!), turned[i]!);
          expect(betweenDeg(product(product(conjugate(r), relative), r), other)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  /** The same motion seen by a sensor whose axes are turned by `r` (new sensor to old sensor). */
  function turnSensor(b: ImuBatch, r: Quaternion): ImuBatch {
    const columns = (c: NonNullable<ImuBatch['gyrRadps']>): NonNullable<ImuBatch['gyrRadps']> => {
      const out = { x: c.x.slice(), y: c.y.slice(), z: c.z.slice() };
      for (let i = 0; i < b.n; i++) {
        const v: Quaternion = [0, c.x[i]!, c.y[i]!, c.z[i]!];
        [, out.x[i], out.y[i], out.z[i]] = product(product(conjugate(r), v), r) as [
          number,
          number,
          number,
          number,
        ];
      }
      return out;
    };
    return { ...b, accMps2: columns(b.accMps2), gyrRadps: columns(b.gyrRadps!) };
  }
});

describe('snapshot and restore', () => {
  const { samples } = livelyRecording;
  const whole = feed(new OrientationFilter(), samples);

  it('at any sample, through JSON, change nothing', () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: samples.n - 1 }), (cut) => {
        const before = new OrientationFilter();
        feed(before, samples, 0, cut);
        const after = new OrientationFilter();
        after.restore(JSON.parse(JSON.stringify(before.snapshot())));
        expect(feed(after, samples, cut, Math.min(cut + 200, samples.n))).toEqual(
          whole.slice(cut, cut + 200),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('of another version is refused by name', () => {
    const snapshot = { ...new OrientationFilter().snapshot(), gravity: [1, 2] };
    expect(() => new OrientationFilter().restore(snapshot)).toThrow(/'gravity' must hold \d+ numbers, got 2/);
  });

  it('updateRow is update', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < samples.n; i++) filter.updateRow(samples.tUs, samples.accMps2, samples.gyrRadps!, i);
    expect([...filter.quaternion]).toEqual(whole.at(-1));
  });
});
