import { describe, expect, test } from 'vitest';
import { EnvelopeAligner } from './envelope-aligner.ts';

const HOST_US = 1.795e15;
const S = 1e6;
/** What the device's clock shows at the beginning. */
const DEVICE_US = 7e9;

/** Notifications every 50 ms of device time from one second to another; how late each comes, ms, and what is missing. */
function hear(
  aligner: EnvelopeAligner,
  [fromS, toS]: readonly [number, number],
  lateMs: (i: number) => number = (i) => (i * 7) % 15,
  missingUs = 0,
): void {
  for (let i = fromS * 20; i < toS * 20; i++) {
    const takenUs = i * 50_000;
    aligner.observe(DEVICE_US + takenUs - missingUs, HOST_US + takenUs + lateMs(i) * 1000);
  }
}
/** How late the envelope takes what comes at once, ms. */
const lateMs = (aligner: EnvelopeAligner, atS: number): number =>
  aligner.excessUs(DEVICE_US + atS * S, HOST_US + atS * S) / 1000;

describe('the envelope', () => {
  test('is the least latency so far until there is a line', () => {
    const aligner = new EnvelopeAligner();
    for (const [k, ms] of [40, 10, 25].entries()) {
      aligner.observe(k * 10_000, HOST_US + k * 10_000 + ms * 1000);
    }
    expect(aligner.excessUs(20_000, HOST_US + 20_000 + 25_000)).toBeCloseTo(15_000, 6);
    expect(new EnvelopeAligner().excessUs(5, 9)).toBe(0);
  });

  test('is the line of a crystal as soon as a minute tells it', () => {
    const aligner = new EnvelopeAligner();
    for (let i = 0; i < 1200; i++) {
      aligner.observe(i * 50_000, HOST_US + i * 50_000 * (1 + 100e-6) + ((i * 7) % 15) * 1000);
    }
    expect(aligner.slopePpm).toBeCloseTo(100, -1);
  });

  test('begins with the slope of the session before', () => {
    const aligner = new EnvelopeAligner(50e-6);
    expect(aligner.slopePpm).toBeCloseTo(50, 9);
    hear(aligner, [0, 20]);
    // What is known from before outweighs twenty seconds without any.
    expect(aligner.slopePpm).toBeGreaterThan(25);
  });

  test('is settled after five minutes', () => {
    const after = (seconds: number): boolean => {
      const aligner = new EnvelopeAligner();
      hear(aligner, [0, seconds]);
      return aligner.settled;
    };
    // Ten windows of a second count like those of five.
    expect([after(255), after(266)]).toEqual([false, true]);
  });

  test('begins anew when something comes much too early: what came before was all late', () => {
    const aligner = new EnvelopeAligner();
    hear(aligner, [0, 30], () => 1000);
    expect(lateMs(aligner, 30)).toBeCloseTo(-1000, 6);
    hear(aligner, [30, 60]);
    expect(Math.abs(lateMs(aligner, 60))).toBeLessThan(5);
    expect(Math.abs(aligner.slopePpm)).toBeLessThan(300);
  });

  test('leaves out windows that come more than a tenth of a second late', () => {
    const held = (ms: number): number => {
      const aligner = new EnvelopeAligner();
      hear(aligner, [0, 100], () => 0);
      hear(aligner, [100, 105], () => ms);
      hear(aligner, [105, 130], () => 0);
      return Math.abs(aligner.slopePpm);
    };
    expect(held(90)).toBeGreaterThan(10);
    expect(held(250)).toBeLessThan(1e-6);
  });
});

describe('samples found missing', () => {
  const THIRTY_MS = 30_000;

  test('move what was observed since: the line stays where it was', () => {
    const [told, silent] = [true, false].map((isTold) => {
      const aligner = new EnvelopeAligner();
      hear(aligner, [0, 60]);
      hear(aligner, [60, 83], undefined, THIRTY_MS);
      if (isTold) aligner.shift(DEVICE_US + 60 * S - THIRTY_MS, THIRTY_MS);
      hear(aligner, [83, 120], undefined, isTold ? 0 : THIRTY_MS);
      return aligner;
    });
    expect(Math.abs(told!.slopePpm)).toBeLessThan(20);
    expect(Math.abs(lateMs(told!, 120))).toBeLessThan(2);
    expect(Math.abs(silent!.slopePpm)).toBeGreaterThan(150);
  });

  test('taken back move the times no further back than they have been told', () => {
    const aligner = new EnvelopeAligner();
    hear(aligner, [0, 60]);
    const before = aligner.at(DEVICE_US + 60 * S);
    aligner.shift(DEVICE_US + 55 * S, -THIRTY_MS);
    expect(aligner.at(DEVICE_US + 60 * S - THIRTY_MS)).toBeCloseTo(before, 0);
  });
});

test('goes on from a snapshot at any second exactly', () => {
  const [whole, first] = [new EnvelopeAligner(40e-6), new EnvelopeAligner(40e-6)];
  let cut = first;
  for (let s = 0; s < 90; s++) {
    const resumed = new EnvelopeAligner();
    resumed.restore(JSON.parse(JSON.stringify(cut.snapshot())));
    cut = resumed;
    const ms = (i: number): number => (s > 40 && s < 52 ? 900 - 10 * s : (i * 7) % 15);
    const told = [whole, cut].map((aligner) => {
      hear(aligner, [s, s + 1], ms);
      if (s === 30) aligner.leadUs = 4000;
      if (s === 70) aligner.shift(DEVICE_US + 68 * S, 20_000);
      return [aligner.at(DEVICE_US + (s + 1) * S), aligner.slopePpm, aligner.residualP95Ms, aligner.settled];
    });
    expect(told[1]).toEqual(told[0]);
  }
  expect(cut.snapshot()).toEqual(whole.snapshot());
});
