import type { Quantity } from '../../driver.ts';
import { mps2PerG, RADPS_PER_DPS, UT_PER_MILLIGAUSS } from '../../scales.ts';
import { ProfileReader } from './profile-reader.ts';

/** How many bytes a value has, and whether it counts or measures. */
export const TYPE_BYTES = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f32: 4 } as const;
export type ValueType = keyof typeof TYPE_BYTES;

export const SENSOR_UNITS = {
  g: mps2PerG(1),
  mg: mps2PerG(0.001),
  'm/s2': 1,
  'deg/s': RADPS_PER_DPS,
  'rad/s': 1,
  uT: 1,
  mG: UT_PER_MILLIGAUSS,
} as const;
export type SensorUnit = keyof typeof SENSOR_UNITS;

const UNITS_OF: Readonly<Record<'acc' | 'gyr' | 'mag', readonly SensorUnit[]>> = {
  acc: ['g', 'mg', 'm/s2'],
  gyr: ['deg/s', 'rad/s'],
  mag: ['uT', 'mG'],
};

export const TIME_UNITS_US = { us: 1, ms: 1000, s: 1_000_000 } as const;

/** Where a value stands: an offset in a fixed record, a column of a CSV line, a path in a JSON line. */
export interface Place {
  readonly type: ValueType;
  readonly offset: number;
  readonly column: number;
  readonly path: string;
}

export interface SensorField extends Place {
  readonly quantity: Exclude<Quantity, 'quat'>;
  readonly axis: 'x' | 'y' | 'z';
  /** SI value of one count. */
  readonly lsb: number;
}

export type Framing =
  | { readonly kind: 'fixed'; readonly bytes: number; readonly header: Uint8Array }
  | { readonly kind: 'csv' | 'json'; readonly checksum: 'none' | 'crc16' };

export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly namePattern: RegExp | null;
  readonly service: string;
  readonly notify: string;
  readonly write: string | null;
  readonly start: readonly Uint8Array[];
  readonly rateHz: number;
  readonly framing: Framing;
  readonly fields: readonly SensorField[];
  readonly time: (Place & { readonly unitUs: number }) | null;
  readonly counter: Place | null;
  readonly battery: Place | null;
}

const AXES = ['x', 'y', 'z'] as const;
const QUANTITIES = ['acc', 'gyr', 'mag'] as const;

function framingOf(reader: ProfileReader): Framing {
  const kind = reader.choice('kind', ['fixed', 'csv', 'json']);
  if (kind !== 'fixed') return { kind, checksum: reader.choice('checksum', ['none', 'crc16'], 'none') };
  return { kind, bytes: reader.integer('bytes', 1, 512), header: reader.bytes('header') };
}

function placeOf(reader: ProfileReader, framing: Framing): Place {
  const { kind } = framing;
  const types = Object.keys(TYPE_BYTES) as ValueType[];
  const type = kind === 'fixed' ? reader.choice('type', types) : 'f32';
  const room = kind === 'fixed' ? framing.bytes - TYPE_BYTES[type] : 0;
  return {
    type,
    offset: kind === 'fixed' ? reader.integer('offset', 0, room) : 0,
    column: kind === 'csv' ? reader.integer('column', 0, 63) : 0,
    path: kind === 'json' ? reader.text('path') : '',
  };
}

function fieldOf(reader: ProfileReader, framing: Framing): SensorField {
  const names = QUANTITIES.flatMap((quantity) => AXES.map((axis) => `${quantity}_${axis}`));
  const [quantity, axis] = reader.choice('name', names).split('_') as ['acc', 'x'];
  const unit = reader.choice('unit', UNITS_OF[quantity]);
  const lsb = reader.number('scale', 1) * SENSOR_UNITS[unit];
  return { ...placeOf(reader, framing), quantity, axis, lsb };
}

/** Acceleration must be whole; angular rate and field are whole or absent. Ordered x, y, z. */
function orderedFields(reader: ProfileReader, fields: readonly SensorField[]): readonly SensorField[] {
  return QUANTITIES.flatMap((quantity) => {
    const axes = AXES.map((axis) => fields.filter((f) => f.quantity === quantity && f.axis === axis));
    const present = axes.flat().length;
    if (present === 0 && quantity !== 'acc') return [];
    if (axes.some((found) => found.length !== 1)) {
      throw reader.failure(
        'fields',
        `${present} of ${quantity}`,
        `name ${quantity}_x, ${quantity}_y, ${quantity}_z once each`,
      );
    }
    return axes.flat();
  });
}

/**
 * Checks a profile from a JSON file. Throws an error that names the field, its value and the remedy.
 * The format is described in docs/devices/generic.md.
 */
export function parseProfile(json: unknown): Profile {
  const reader = new ProfileReader(json, 'profile');
  const framing = framingOf(reader.object('framing'));
  const fields = reader.list('fields').map((each) => fieldOf(each, framing));
  const time = reader.optionalObject('time');
  const [counter, battery] = ['counter', 'battery'].map((name) => reader.optionalObject(name));
  return {
    id: reader.text('id'),
    title: reader.text('title', reader.text('id')),
    namePattern: reader.pattern('name'),
    service: reader.uuid('service'),
    notify: reader.uuid('notify'),
    write: reader.has('write') ? reader.uuid('write') : null,
    start: reader.hexList('start'),
    rateHz: reader.number('rateHz'),
    framing,
    fields: orderedFields(reader, fields),
    time: time && {
      ...placeOf(time, framing),
      unitUs: TIME_UNITS_US[time.choice('unit', ['us', 'ms', 's'])],
    },
    counter: counter ? placeOf(counter, framing) : null,
    battery: battery ? placeOf(battery, framing) : null,
  };
}
