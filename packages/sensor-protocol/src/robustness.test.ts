import { describe, expect, it } from 'vitest';
import { bytesToHex, concatBytes, hexToBytes } from './bytes.ts';
import type { Driver, DriverOptions } from './driver.ts';
import { encodePackage } from './drivers/capture2go/package.ts';
import type { RawBatchBuilder } from './raw-batch.ts';
import { drivers } from './registry.ts';
import { CASES } from './testing/cases.ts';
import { Link, randomSample } from './testing/link.ts';
import { mulberry32 } from './testing/random.ts';
import type { SensorSample } from './virtual.ts';

const NAMED = CASES.map(([id, rateHz, extra]) => {
  const settings = Object.entries(extra).map(([key, value]) => `${key}=${value.slice(0, 12)}`);
  return { name: `${id} at ${rateHz} Hz ${settings.join(' ')}`, id, rateHz, extra };
});

/** The first two frames of a Polar and the first split packet of a Movesense only set time and form. */
const WARM_UP = 80;
const N = 160;

function connect(driver: Driver, options: DriverOptions, nowUs = 1_000_000): Link {
  const link = new Link(driver, options, driver.createVirtual({ extra: options.extra }));
  link.nowUs = nowUs;
  link.start();
  return link;
}

const rowsOf = (out: RawBatchBuilder): string[] =>
  Array.from({ length: out.n }, (_, row) => out.columns.map((c) => c[row]).join());

const isText = (extra: Readonly<Record<string, string>>): boolean => extra.profile !== undefined;

const LINE_END = Uint8Array.of(10);

/** What the family sends beside samples, or could: other answers, other streams, kinds nobody knows. */
const STRANGERS: Readonly<Record<string, readonly string[]>> = {
  witmotion: ['5571990001000000000000000000000000000000', '55714000b80b0000000000000000000000000000'],
  metamotion: ['010101', '0380010142', '090300ffffffff0000', '0b8401000080aa', '0304e8059cfe7342', 'fe8000'],
  'movella-dot': ['05d2040000', '02025109a2', '4c01'],
  movesense: ['0107c800', '0207159e01000000803f', '0307', '04ffff', '01', ''],
  'polar-h10': ['f0ff02060000', '0f0500', '000094357700000000000100', '7f'.repeat(30)],
  'polar-verity': ['f0ff02060000', '0500943577000000008000', '0100943577000000000100', '02'],
  capture2go: ['ff', 'feff', `ff${bytesToHex(encodePackage(0x7fff, Uint8Array.of(2, 2, 2)))}`],
  thingy52: ['00'.repeat(16), '00'.repeat(19)],
  sensortag: ['00'.repeat(17), '00'.repeat(19)],
  bluest: ['00'.repeat(19), '00'.repeat(21)],
  generic: ['02'.repeat(20), '01'.repeat(19)],
};

function strangersOf(id: string): readonly string[] {
  expect(Object.keys(STRANGERS), 'say what else it sends').toContain(id);
  return STRANGERS[id]!;
}

/** Beyond every range, both ways, on every axis. */
const EXTREME = 1e6;
const extreme = (sign: number): SensorSample => {
  const v = [sign * EXTREME, -sign * EXTREME, sign * EXTREME] as const;
  return { accMps2: v, gyrRadps: v, magUt: v };
};

describe.each(NAMED)('$name', ({ id, rateHz, extra }) => {
  const driver = drivers.find((candidate) => candidate.id === id)!;
  const options = { rateHz, extra };

  it('takes counts at both ends of their range for what they are', () => {
    const link = connect(driver, options);
    for (let i = 0; i < WARM_UP + N; i++) link.feed(extreme(i % 2 === 0 ? 1 : -1));
    link.drain();
    expect(link.out.n).toBeGreaterThan(N / 2);
    link.decoder.channels.forEach(({ quantity, axis, encoding }, c) => {
      if (quantity === 'quat') return;
      const values = link.out.columns[c]!.subarray(link.out.n - 20, link.out.n);
      const ends = [Math.min(...values), Math.max(...values)];
      if (encoding === 'int') expect([axis, ...ends]).toEqual([axis, -32_768, 32_767]);
      else expect(ends.map(Math.sign)).toEqual([-1, 1]);
    });
  });

  it('loses nothing to notifications of other kinds between its own', () => {
    const clean = connect(driver, options);
    const link = connect(driver, options);
    const samples = Array.from({ length: WARM_UP + N }, (_, i) => randomSample(mulberry32(i)));
    for (const sample of samples) clean.feed(sample);
    const heard = driver.gatt.flatMap(({ notify }) => notify);
    const strangers = ['c3', 'c3c3c3c3c3c3c3', ...strangersOf(id)].map(hexToBytes);
    samples.forEach((sample, i) => {
      link.feed(sample);
      const bytes = strangers[i % strangers.length]!;
      const uuid = heard[Math.floor(i / strangers.length) % heard.length]!;
      link.decoder.push(uuid, isText(extra) ? concatBytes(bytes, LINE_END) : bytes, link.out);
    });
    expect(rowsOf(link.out)).toEqual(rowsOf(clean.out));
  });
});

/** Text has no width to wrap at; the calendar of the serial form is far from its fold; a count is no time. */
const WRAPPING = NAMED.filter(({ id, extra }) => {
  const told =
    isText(extra) || extra.framing !== undefined || extra.accounter === 'count' || extra.mode === '0';
  return !told && drivers.find((driver) => driver.id === id)!.clock?.wrapUs;
});

describe.each(WRAPPING)('the clock of $name', ({ id, rateHz, extra }) => {
  it('goes on where it wraps', () => {
    const driver = drivers.find((candidate) => candidate.id === id)!;
    const wrapUs = driver.clock!.wrapUs!;
    const link = connect(driver, { rateHz, extra }, wrapUs - 4e6);
    for (let i = 0; i < 6 * rateHz; i++) link.feed(randomSample(mulberry32(i)));
    link.drain();
    const { deviceUs, n } = link.out;
    for (let row = 1; row < n; row++) {
      const stepUs = (deviceUs[row]! - deviceUs[row - 1]! + wrapUs) % wrapUs;
      expect(Math.abs(stepUs - 1e6 / rateHz)).toBeLessThanOrEqual(driver.clock!.tickUs + 1);
    }
    expect(Math.max(...deviceUs.subarray(0, n)) - deviceUs[n - 1]!).toBeGreaterThan(wrapUs / 2);
  });
});

/** Families whose frames run on over notifications: the bytes count, not where they were cut. */
const STREAMED = NAMED.filter(
  ({ id, extra }) => id === 'capture2go' || isText(extra) || (id === 'witmotion' && extra.mode === undefined),
);
/** Capture2Go begins a notification with the number of whole packages in it: none. */
const NO_PACKAGES = Uint8Array.of(0xff);

describe.each(STREAMED)('cut anywhere: $name', ({ id, rateHz, extra }) => {
  const driver = drivers.find((candidate) => candidate.id === id)!;
  const uuids = driver.gatt.flatMap(({ notify }) => notify);
  const uuid = extra.framing === 'serial' ? uuids.at(-1)! : uuids[0]!;
  const head = id === 'capture2go' ? NO_PACKAGES : new Uint8Array(0);

  it.each([1, 7, 19, 20, 61, 500])('in pieces of up to %d bytes', (most) => {
    const [whole, cut] = [connect(driver, { rateHz, extra }), connect(driver, { rateHz, extra })];
    const sent: Uint8Array[] = [];
    whole.tamper(({ bytes }) => {
      sent.push(bytes.subarray(head.length));
      return bytes;
    });
    for (let i = 0; i < N; i++) whole.feed(randomSample(mulberry32(i)));
    whole.drain();
    const random = mulberry32(most);
    const bytes = concatBytes(...sent);
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + 1 + Math.floor(random() * most));
      cut.decoder.push(uuid, concatBytes(head, piece), cut.out);
      at += piece.length;
    }
    // The last record may wait for the header that follows it.
    expect(whole.out.n - cut.out.n).toBeLessThanOrEqual(1);
    expect(rowsOf(cut.out)).toEqual(rowsOf(whole.out).slice(0, cut.out.n));
  });
});
