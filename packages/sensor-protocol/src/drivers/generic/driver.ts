import { command } from '../../command.ts';
import type { DecodeEvent, Driver, DriverOptions, InspectedRecord, Inspector, Json } from '../../driver.ts';
import { RawBatchBuilder } from '../../raw-batch.ts';
import { mps2PerG, RADPS_PER_DPS } from '../../scales.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { channelsOf, ProfileDecoder } from './decoder.ts';
import { DIY_PROFILE } from './diy-frame.ts';
import { type Profile, parseProfile, TYPE_BYTES } from './profile.ts';
import { modulus } from './values.ts';
import { VirtualGeneric } from './virtual.ts';

const SHOWN = {
  acc: { name: 'acc_g', si: mps2PerG(1) },
  gyr: { name: 'gyro_dps', si: RADPS_PER_DPS },
  mag: { name: 'mag_uT', si: 1 },
} as const;

/** The samples of the profile in everyday units: the records of a home-built sensor are its samples. */
function createInspector(profile: Profile): Inspector {
  const decoder = new ProfileDecoder(profile);
  const channels = channelsOf(profile);
  const out = new RawBatchBuilder(channels.length);
  const recordAt = (row: number): InspectedRecord => {
    const record: Record<string, Json> = { kind: 'sample' };
    if (profile.time) record.t_us = out.deviceUs[row]!;
    if (profile.counter) record.seq = out.sequence[row]!;
    profile.fields.forEach(({ quantity, lsb }, c) => {
      const { name, si } = SHOWN[quantity];
      record[name] = [...((record[name] as number[] | undefined) ?? []), (out.columns[c]![row]! * lsb) / si];
    });
    return record;
  };
  return {
    push(b) {
      out.clear();
      const events = decoder.push('', b, out).map(recordOf);
      return [...Array.from({ length: out.n }, (_, row) => recordAt(row)), ...events];
    },
  };
}

const recordOf = (event: DecodeEvent): InspectedRecord =>
  event.kind === 'resync'
    ? { kind: 'dropped', bytes: event.droppedBytes }
    : ({ ...event } as InspectedRecord);

/** A profile given as text (`extra.profile`) stands in for the driver's own. */
const profileFor = (own: Profile, { extra }: DriverOptions): Profile =>
  extra.profile === undefined ? own : parseProfile(jsonOf(extra.profile));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(
      `option profile is no JSON (${(error as Error).message}): give the text of the file`,
    );
  }
}

/** A driver for a home-built sensor from its checked profile ({@link parseProfile}). */
export function createGenericDriver(own: Profile): Driver {
  const { time, counter, service, notify, write, rateHz } = own;
  const binary = own.framing.kind === 'fixed';
  const wrap = time && modulus(time, binary);
  return {
    id: own.id,
    title: own.title,
    tier: 'supported',
    capabilities: {
      ratesHz: [rateHz],
      defaultRateHz: rateHz,
      gyroscope: own.fields.some((field) => field.quantity === 'gyr'),
      deviceClock: time !== null,
      exactLoss: time !== null || counter !== null,
      battery: true,
    },
    gatt: [{ service, notify: [notify], write }, BATTERY_SERVICE],
    clock: time && { tickUs: time.unitUs, wrapUs: wrap && wrap * time.unitUs, origin: 'boot' },
    counter: counter && { modulo: modulus(counter, binary) ?? 2 ** (8 * TYPE_BYTES.u32), samplesPerStep: 1 },
    options: [{ key: 'profile', values: null, fallback: 'the DIY frame', meaning: 'a profile as JSON text' }],
    match: ({ localName, serviceUuids }) =>
      serviceUuids.includes(service) || (own.namePattern?.test(localName ?? '') ?? false),
    createDecoder: (options) => new ProfileDecoder(profileFor(own, options)),
    createInspector: (options) => createInspector(profileFor(own, options)),
    createVirtual: (options) =>
      new VirtualGeneric(profileFor(own, { rateHz, extra: options?.extra ?? {} }), options),
    clockProbe: null,
    startCommands: () =>
      write === null
        ? []
        : own.start.map((bytes) => command(write, bytes, 'start the sensor', { delayMs: 100 })),
    stopCommands: () => [],
    batteryCommands: () => null,
  };
}

export const generic = createGenericDriver(DIY_PROFILE);
