import { describe, expect, it } from 'vitest';
import type { ChannelSpec, Driver, DriverOptions } from './driver.ts';
import { RawBatchBuilder } from './raw-batch.ts';
import { drivers } from './registry.ts';
import { CASES } from './testing/cases.ts';
import { damage, Link, randomSample } from './testing/link.ts';
import { mulberry32 } from './testing/random.ts';
import type { SensorSample } from './virtual.ts';

/** Samples of a first frame that only sets the time, and how many samples make a worthwhile trial. */
const FRAMED: Readonly<Record<string, number>> = {
  'polar-h10': 36,
  'polar-verity': 36,
  'movesense at 104': 8,
};

const QUANTITY = { acc: 'accMps2', gyr: 'gyrRadps', mag: 'magUt' } as const;
const AXES = ['x', 'y', 'z'];

function connect(driver: Driver, options: DriverOptions): Link {
  const link = new Link(driver, options, driver.createVirtual({ extra: options.extra }));
  link.start();
  return link;
}

/** What the sample says for a channel; null for the device's own orientation. */
function truth(sample: SensorSample, channel: ChannelSpec): number | null {
  if (channel.quantity === 'quat') return null;
  return sample[QUANTITY[channel.quantity]]![AXES.indexOf(channel.axis)]!;
}

/** Half a count, or the rounding of single precision. */
const tolerance = (channel: ChannelSpec, value: number, counted: boolean): number =>
  channel.encoding === 'int' || counted ? channel.lsb * 0.5001 : Math.abs(value) * 2 ** -22 + 1e-5;

const rowText = (out: RawBatchBuilder, row: number): string => out.columns.map((c) => c[row]).join(',');

const NAMED = CASES.map(([id, rateHz, extra]) => {
  const settings = Object.entries(extra).map(([key, value]) => `${key}=${value.slice(0, 12)}`);
  return { name: `${id} at ${rateHz} Hz ${settings.join(' ')}`, id, rateHz, extra };
});

describe.each(NAMED)('$name', ({ id, rateHz, extra }) => {
  const driver = drivers.find((candidate) => candidate.id === id)!;
  const options = { rateHz, extra };
  const skipped = FRAMED[id] ?? FRAMED[`${id} at ${rateHz}`] ?? 0;
  const trial = 60 + 10 * skipped;

  it('answers every question of the start sequence and streams at the rate asked for', () => {
    const link = connect(driver, options);
    const startUs = link.nowUs;
    expect(link.unanswered).toEqual([]);
    const n = link.out.n;
    for (let i = 0; i < 40 + skipped; i++) link.feed(randomSample(mulberry32(i)));
    expect(link.out.n).toBeGreaterThan(n);
    expect(link.nowUs - startUs).toBeCloseTo(((40 + skipped) * 1e6) / rateHz, 3);
  });

  it('decodes what it encodes within half a count, all samples, in order, on time', () => {
    const link = connect(driver, options);
    const random = mulberry32(7);
    const samples = Array.from({ length: 400 }, () => randomSample(random));
    for (const sample of samples) link.feed(sample);
    link.drain();
    expect(link.out.n).toBeGreaterThan(samples.length - skipped - 41);
    let worst = 0;
    for (let row = 0; row < link.out.n; row++) {
      link.decoder.channels.forEach((channel, c) => {
        const wanted = truth(samples[row + skipped]!, channel);
        if (wanted === null) return;
        const actual = link.out.columns[c]![row]! * channel.lsb;
        const error = Math.abs(actual - wanted) / tolerance(channel, wanted, id.startsWith('polar'));
        worst = Math.max(worst, error);
      });
    }
    expect(worst).toBeLessThanOrEqual(1);
    for (let row = 1; row < link.out.n && !Number.isNaN(link.out.deviceUs[0]!); row++) {
      const stepUs = link.out.deviceUs[row]! - link.out.deviceUs[row - 1]!;
      expect(Math.abs(stepUs - 1e6 / rateHz)).toBeLessThanOrEqual(driver.clock!.tickUs + 1);
    }
  });

  it('never yields a corrupted sample from cuts and inserted bytes: 300 seeded trials', () => {
    const clean = connect(driver, options);
    const random = mulberry32(11);
    const samples = Array.from({ length: trial }, () => randomSample(random));
    for (const sample of samples) clean.feed(sample);
    clean.drain();
    const sent = new Set(Array.from({ length: clean.out.n }, (_, row) => rowText(clean.out, row)));
    let decoded = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const noise = mulberry32(1000 + seed);
      const link = connect(driver, options);
      // Less than a record, one notification in five.
      link.tamper(({ bytes }) => (noise() < 0.2 ? damage(bytes, noise, 19) : bytes));
      for (const sample of samples) link.feed(sample);
      link.drain();
      const rows = Array.from({ length: link.out.n }, (_, row) => rowText(link.out, row));
      expect(rows.filter((row) => !sent.has(row))).toEqual([]);
      decoded += link.out.n;
    }
    expect(decoded).toBeGreaterThan(0.1 * 300 * clean.out.n);
  });

  it('survives 20,000 notifications of noise and decodes again afterwards', () => {
    const link = connect(driver, options);
    const random = mulberry32(23);
    const uuids = driver.gatt.flatMap((plan) => plan.notify);
    const out = new RawBatchBuilder(link.decoder.channels.length);
    const charges = new Set<number>();
    for (let i = 0; i < 20_000; i++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256));
      for (const event of link.decoder.push(uuids[i % uuids.length]!, bytes, out))
        if (event.kind === 'battery') charges.add(event.percent);
      out.clear();
    }
    expect([...charges].filter((percent) => !(percent >= 0 && percent <= 100))).toEqual([]);
    link.decoder.reset();
    for (let i = 0; i < 100 + 2 * skipped; i++) link.feed(randomSample(random));
    expect(link.out.n).toBeGreaterThan(50);
  });
});
