import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { OrientationFilter } from './orientation-filter.ts';
import {
  betweenDeg,
  DEG,
  feed,
  G,
  lively,
  livelyRecording,
  now,
  PERFECT,
  tiltDeg,
  truthAt,
  upOf,
} from './orientation-testing.ts';
import { synthesise, type Vec3 } from './validation/synthetic.ts';

describe('a rate that stands at the end of its range for a minute', () => {
  it.each([
    ['one way', () => 1],
    ['to and fro', (i: number) => ((i * 7919) % 3 ? 1 : -1)],
  ])('%s leaves a unit quaternion that is level soon after', (_, side) => {
    const filter = new OrientationFilter();
    const end = 34.9;
    for (let i = 0; i < 3000; i++) {
      filter.update(i * 20_000, 0.3 * Math.sin(i / 9), 1.2, 9.7, 0, 0, end * side(i));
      expect(Math.hypot(...filter.quaternion)).toBeCloseTo(1, 6);
    }
    for (let i = 3000; i < 4500; i++) filter.update(i * 20_000, 0, 0, G, 0, 0, 0);
    expect(upOf(now(filter))[2]).toBeCloseTo(1, 4);
    expect(Math.hypot(...filter.biasRadps)).toBeLessThan(2 / DEG);
  });
});

describe('samples that are lost', () => {
  it('one in a hundred, or bursts of a tenth of a second, leave a lively inclination within 1 deg', () => {
    const { samples, truth } = synthesise({ rateHz: 50, durationS: 60, rateAt: lively });
    for (const lost of [(i: number) => i % 100 === 50, (i: number) => i % 250 < 5]) {
      const filter = new OrientationFilter(PERFECT);
      for (let i = 0; i < samples.n; i++) {
        if (lost(i)) continue;
        const [q] = feed(filter, samples, i, i + 1);
        expect(tiltDeg(q!, truthAt(truth, i))).toBeLessThan(1);
      }
    }
  });

  it('for a minute: level again with the next sample, heading held', () => {
    const filter = new OrientationFilter(PERFECT);
    for (let i = 0; i < 500; i++) filter.update(i * 20_000, 0, 0, G, 0, 0, 0);
    const before = now(filter);
    filter.update(70e6, G, 0, 0, 0, 0, 0);
    const after = now(filter);
    expect(upOf(after)[0]).toBeCloseTo(1, 9);
    expect(betweenDeg(before, after)).toBeCloseTo(90, 9);
    expect(filter.starts).toBe(2);
  });

  it('for half a second again and again, while turning about: never far off, and soon near', () => {
    const { samples, truth } = synthesise({
      rateHz: 50,
      durationS: 60,
      rateAt: (t) => lively(2 * t).map((r) => 2 * r) as unknown as Vec3,
    });
    const filter = new OrientationFilter(PERFECT);
    for (let i = 0; i < samples.n; i++) {
      const sinceS = (i / 50) % 5;
      if (sinceS < 0.5 && i > 50) continue;
      const [q] = feed(filter, samples, i, i + 1);
      if (sinceS > 3) expect(tiltDeg(q!, truthAt(truth, i))).toBeLessThan(3);
    }
  });

  it('of the gyroscope alone, for good: inclination goes by acceleration and does not stand still', () => {
    const filter = new OrientationFilter();
    const lean = (i: number): number => (i < 500 ? 0 : Math.min(60, (i - 500) / 10) / DEG);
    for (let i = 0; i < 2000; i++) {
      const rate = i < 250 ? 0 : Number.NaN;
      filter.update(i * 20_000, G * Math.sin(lean(i)), 0, G * Math.cos(lean(i)), rate, rate, rate);
    }
    expect(upOf(now(filter))[0]).toBeCloseTo(Math.sin(60 / DEG), 2);
    const still = (i: number): void => filter.update(i * 20_000, G, 0, 0, 0, 0, 0);
    for (let i = 2000; i < 2500; i++) still(i);
    expect(upOf(now(filter))[0]).toBeCloseTo(1, 2);
  });

  it('of the acceleration alone, two in three: the gyroscope bridges them', () => {
    const { samples, truth } = livelyRecording;
    const a = samples.accMps2;
    const gappy = (c: Float64Array): Float64Array => c.map((v, i) => (i % 3 === 0 ? v : Number.NaN));
    const accMps2 = { x: gappy(a.x), y: gappy(a.y), z: gappy(a.z) };
    const seen = feed(new OrientationFilter(PERFECT), { ...samples, accMps2 });
    seen.slice(300).forEach((q, i) => {
      expect(tiltDeg(q, truthAt(truth, i + 300))).toBeLessThan(0.6);
    });
  });
});

describe('bad input leaves a finite unit quaternion', () => {
  const row = livelyRecording.samples;

  it('whatever a damaged link may decode to', () => {
    const odd = fc.oneof(
      fc.double({ min: -40, max: 40, noNaN: true }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -0, 1e308, -1e200, 16 * G, 2000 / DEG),
    );
    const sample = fc.tuple(fc.integer({ min: -50_000, max: 3_000_000 }), odd, odd, odd, odd, odd, odd, odd);
    void fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
        const filter = new OrientationFilter();
        let tUs = 0;
        for (const [stepUs, ax, ay, az, gx, gy, gz, mx] of samples) {
          tUs += stepUs;
          filter.update(tUs, ax, ay, az, gx, gy, gz);
          filter.updateMag(mx, ay, gx);
          expect(Math.abs(Math.hypot(...filter.quaternion) - 1)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['NaN rate', [Number.NaN, 0, 0, G, 0, 0, 0]],
    ['NaN time', [0, 0, 0, G, Number.NaN, 0, 0]],
    ['a duplicate', [0, 5, 5, 5, 1, 1, 1]],
    ['an older sample', [-30_000, 5, 5, 5, 1, 1, 1]],
  ])('%s changes nothing', (name, [dt, ax, ay, az, gx, gy, gz]) => {
    const filter = new OrientationFilter();
    feed(filter, row, 0, 200);
    const before = JSON.stringify(filter.quaternion);
    const tUs = name === 'NaN rate' ? Number.NaN : filter.tUs + dt!;
    filter.update(tUs, ax!, ay!, az!, gx!, gy!, gz!);
    expect(JSON.stringify(filter.quaternion)).toBe(before);
  });

  it('an acceleration that is missing is bridged by the gyroscope', () => {
    const { samples, truth } = livelyRecording;
    const filter = new OrientationFilter(PERFECT);
    feed(filter, samples, 0, 600);
    const none = new Float64Array(samples.n).fill(Number.NaN);
    const [q] = feed(filter, { ...samples, accMps2: { x: none, y: none, z: none } }, 600, 650).slice(-1);
    expect(tiltDeg(q!, truthAt(truth, 649))).toBeLessThan(0.5);
  });
});

describe('a sensor that answers with stale rows', () => {
  it('is as good as one that loses them: a third repeated leaves every row within 2 deg', () => {
    const { samples, truth } = synthesise({ rateHz: 50, durationS: 30, rateAt: lively });
    const stale = (c: Float64Array): Float64Array => c.map((v, i) => (i % 3 === 2 ? c[i - 1]! : v));
    const columns = ({ x, y, z }: typeof samples.accMps2): typeof samples.accMps2 => ({
      x: stale(x),
      y: stale(y),
      z: stale(z),
    });
    const seen = feed(new OrientationFilter(PERFECT), {
      ...samples,
      accMps2: columns(samples.accMps2),
      gyrRadps: columns(samples.gyrRadps!),
    });
    seen.forEach((q, i) => {
      if (i > 1) expect(tiltDeg(q, truthAt(truth, i))).toBeLessThan(2);
    });
  });

  it('shows the sensor turning on over a row without a rate, and learns nothing of it', () => {
    const { samples, truth } = synthesise({
      rateHz: 50,
      durationS: 6,
      rateAt: (t) => [0.3, 0.1 * Math.sin(t), 1],
    });
    const filter = new OrientationFilter(PERFECT);
    feed(filter, samples, 0, 200);
    const { tUs } = filter;
    filter.update(samples.tUs[202]!, 0, 0, G, Number.NaN, 0, 0);
    expect(betweenDeg(now(filter), truthAt(truth, 202))).toBeLessThan(0.1);
    expect(filter.tUs).toBe(tUs);
  });
});

describe('a clock that jitters', () => {
  const { samples, truth } = livelyRecording;
  const worst = (stamp: (tUs: number, i: number) => number): number => {
    const seen = feed(new OrientationFilter(PERFECT), { ...samples, tUs: samples.tUs.map(stamp) });
    return Math.max(...seen.slice(300).map((q, i) => tiltDeg(q, truthAt(truth, i + 300))));
  };

  it('by up to 4 ms of 10 leaves 1.5 deg: as much as the body turns meanwhile', () => {
    expect(worst((t, i) => t + 4000 * Math.sin(i * i))).toBeLessThan(1.5);
  });

  it('may give two samples a microsecond apart and then a hole', () => {
    expect(worst((t, i) => (i % 5 === 0 ? t + 9999 : t))).toBeLessThan(1.5);
  });

  it('may count in steps of two samples', () => {
    expect(worst((t, i) => (i % 2 === 1 ? t - 9999 : t))).toBeLessThan(1.5);
  });
});

describe('a sensor at the end of its range', () => {
  const clipped = ({ x, y, z }: Vec3Columns, most: number): Vec3Columns => {
    const clip = (c: Float64Array): Float64Array => c.map((v) => Math.min(Math.max(v, -most), most));
    return { x: clip(x), y: clip(y), z: clip(z) };
  };

  it('2 g, in jumps to 3 g: inclination within 3 deg though nobody said so', () => {
    const { samples, truth } = synthesise({
      rateHz: 100,
      durationS: 60,
      rateAt: lively,
      accelerationAt: (t) => [
        4 * Math.sin(9 * t),
        3 * Math.cos(11 * t),
        20 * Math.max(0, Math.sin(13 * t)) - 6.37,
      ],
    });
    const seen = feed(new OrientationFilter(PERFECT), {
      ...samples,
      accMps2: clipped(samples.accMps2, 2 * G),
    });
    seen.slice(500).forEach((q, i) => {
      expect(tiltDeg(q, truthAt(truth, i + 500))).toBeLessThan(3);
    });
  });

  it('250 deg/s, in turns of 500: level again within two seconds of rest though nobody said so', () => {
    const turn = (t: number): number => (t % 8 < 1 ? 8.7 * Math.sin(Math.PI * (t % 8)) : 0);
    const { samples, truth } = synthesise({
      rateHz: 100,
      durationS: 32,
      rateAt: (t) => [turn(t), turn(t) / 3, 0],
    });
    const seen = feed(new OrientationFilter(PERFECT), {
      ...samples,
      gyrRadps: clipped(samples.gyrRadps!, 250 / DEG),
    });
    for (const tS of [11, 19, 27]) expect(tiltDeg(seen[tS * 100]!, truthAt(truth, tS * 100))).toBeLessThan(1);
  });

  it('reading 16 g once in a hundred samples for no reason moves it by less than 5 deg', () => {
    const { samples, truth } = synthesise({ rateHz: 50, durationS: 60, rateAt: lively });
    const a = samples.accMps2;
    const x = a.x.map((v, i) => (i % 100 === 50 ? 16 * G : v));
    const seen = feed(new OrientationFilter(PERFECT), { ...samples, accMps2: { ...a, x } });
    seen.slice(500).forEach((q, i) => {
      expect(tiltDeg(q, truthAt(truth, i + 500))).toBeLessThan(5);
    });
  });
});

describe('defects seen in other filters', () => {
  it('the unit of the sample interval: the same turn at any rate gives the same angle', () => {
    const ends = [25, 100, 400].map((rateHz) => {
      const { samples } = synthesise({ rateHz, durationS: 4, rateAt: (t) => [0, 0, Math.sin(t)] });
      return feed(new OrientationFilter(PERFECT), samples).at(-1)!;
    });
    expect(betweenDeg(ends[0]!, ends[1]!)).toBeLessThan(0.01);
    expect(betweenDeg(ends[1]!, ends[2]!)).toBeLessThan(0.01);
  });

  it.each([
    ['acceleration x', 0, G * Math.sin(0.4), G * Math.cos(0.4)],
    ['acceleration y', G * Math.sin(0.4), 0, G * Math.cos(0.4)],
    ['acceleration z', G * Math.sin(0.4), G * Math.cos(0.4), 0],
  ])('%s reading exactly 0 is a measurement like any other', (_, ax, ay, az) => {
    const filter = new OrientationFilter(PERFECT);
    filter.update(0, 0, 0, G, 0, 0, 0);
    for (let i = 1; i < 1500; i++) filter.update(i * 20_000, ax, ay, az, 0, 0, 0);
    const up = upOf(now(filter));
    expect(up[0] * ax + up[1] * ay + up[2] * az).toBeGreaterThan(G * Math.cos(1 / DEG));
  });
});

describe('a source without gyroscope', () => {
  it('follows its tilt within a second, keeps heading, and says so without rates', () => {
    const filter = new OrientationFilter();
    for (let i = 0; i < 250; i++) filter.updateAcc(i * 20_000, 0, 0, G);
    for (let i = 250; i < 325; i++) filter.updateAcc(i * 20_000, 0, G * Math.sin(0.5), G * Math.cos(0.5));
    const [w, x, y, z] = now(filter);
    expect(2 * Math.atan2(x, w)).toBeCloseTo(0.5, 1);
    expect(Math.hypot(y, z)).toBeLessThan(1e-9);
  });

  it('is unmoved by steps: walking shakes it by less than 5 deg', () => {
    const filter = new OrientationFilter();
    const { samples } = synthesise({
      rateHz: 50,
      durationS: 30,
      rateAt: () => [0, 0, 0],
      accelerationAt: (t) => [1.5 * Math.sin(11 * t), Math.sin(5.5 * t), 3 * Math.cos(11 * t)],
    });
    const a = samples.accMps2;
    for (let i = 0; i < samples.n; i++) {
      filter.updateAcc(samples.tUs[i]!, a.x[i]!, a.y[i]!, a.z[i]!);
      if (i > 200) expect(tiltDeg(now(filter), [1, 0, 0, 0])).toBeLessThan(5);
    }
  });
});
