import { hexToBytes } from './bytes.ts';
import type { ChannelSpec, DecodeEvent, Driver, DriverOptions, InspectedRecord } from './driver.ts';
import { RawBatchBuilder } from './raw-batch.ts';
import { findDriver } from './registry.ts';

/** One sample in SI units and the sensor frame. */
export interface DecodedSample {
  readonly t_us: number | null;
  readonly sequence: number | null;
  readonly acc_mps2?: readonly number[];
  readonly gyr_radps?: readonly number[];
  readonly mag_ut?: readonly number[];
}

export interface DecodeResult {
  readonly driver: string;
  /** What every record says, in the device's units. */
  readonly records: readonly InspectedRecord[];
  /** What enters the stream, in SI units. */
  readonly samples: readonly DecodedSample[];
  readonly events: readonly InspectedRecord[];
}

const COLUMN_NAME = { acc: 'acc_mps2', gyr: 'gyr_radps', mag: 'mag_ut', quat: 'quat_wxyz' } as const;

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function sampleAt(out: RawBatchBuilder, row: number, channels: readonly ChannelSpec[]): DecodedSample {
  const vectors: Record<string, number[]> = {};
  channels.forEach((channel, c) => {
    const name = COLUMN_NAME[channel.quantity];
    vectors[name] ??= [];
    vectors[name].push(out.columns[c]![row]! * channel.lsb);
  });
  return { t_us: orNull(out.deviceUs[row]!), sequence: orNull(out.sequence[row]!), ...vectors };
}

const eventRecord = (event: DecodeEvent): InspectedRecord =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
  );

function checkOptions(driver: Driver, options: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(options)) {
    const spec = driver.options.find((candidate) => candidate.key === key);
    const known = driver.options.map((o) => o.key).join(', ');
    if (!spec) throw new RangeError(`option "${key}" is unknown to ${driver.id}: use one of ${known}`);
    if (spec.values && !spec.values.includes(value)) {
      throw new RangeError(`option ${key}=${value} is not possible: use one of ${spec.values.join(', ')}`);
    }
  }
}

/**
 * Decodes notifications given as hex, in order, as `plumbline decode` prints them. `options` are the
 * driver's {@link Driver.options} (for what the bytes alone cannot say). Throws on an unknown driver, an
 * unknown option or malformed hex; never on what the bytes contain.
 */
export function decodeHex(
  driverId: string,
  hexNotifications: readonly string[],
  options: Readonly<Record<string, string>> = {},
): DecodeResult {
  const driver = findDriver(driverId);
  checkOptions(driver, options);
  const notifications = hexNotifications.map(hexToBytes);
  return decodeNotifications(driver, driver.joinCut?.(notifications) ?? notifications, options);
}

function decodeNotifications(
  driver: Driver,
  notifications: readonly Uint8Array[],
  extra: Readonly<Record<string, string>>,
): DecodeResult {
  const { defaultRateHz: rateHz } = driver.capabilities;
  const guessed = driver.guessOptions?.(notifications) ?? {};
  const settings: DriverOptions = { rateHz, extra: { ...guessed, ...extra, assume: 'yes' } };
  const inspector = driver.createInspector({ rateHz, extra });
  const decoder = driver.createDecoder(settings);
  const out = new RawBatchBuilder(decoder.channels.length);
  const events: InspectedRecord[] = [];
  const records = notifications.flatMap((bytes) => {
    events.push(...decoder.push(extra.characteristic ?? '', bytes, out).map(eventRecord));
    return inspector.push(bytes);
  });
  const samples = Array.from({ length: out.n }, (_, row) => sampleAt(out, row, decoder.channels));
  const torn = records.some((record) => record.kind === 'dropped');
  const told = events.filter((event) => torn || event.kind !== 'resync');
  return { driver: driver.id, records, samples, events: told };
}
