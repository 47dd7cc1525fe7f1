import type { NewExport, Scope, StreamOpen } from '@plumbline/contract';
import type { BundleFile, Table, TableColumn, TableFile } from '@plumbline/formats';
import { ALGORITHMS } from '../ingest/session-pipeline.ts';

type Name = NewExport['tables'][number];

/** What the wearer must have consented to. */
export const SCOPE_OF: Readonly<Record<Name, Scope>> = {
  samples: 'raw',
  seconds: 'detail',
  bouts: 'detail',
  rotations: 'detail',
  days: 'summary',
};

const BODY_FRAME = 'x forward, y left, z up; flexion forward, side-bend left, rotation left positive';

const time = (name: string, description: string): TableColumn => ({
  name,
  type: 'int64',
  unit: 'us',
  description,
});
const stamp: TableColumn = {
  name: 'time',
  type: 'timestamp',
  unit: 'us',
  description: 't_us as a timestamp',
};
const session: TableColumn = {
  ...{ name: 'session', type: 'int32', unit: null },
  description: 'wear session, counted from 1 in the order of their beginnings',
};
const word = (name: string, description: string, optional = false): TableColumn => ({
  ...{ name, type: 'string', unit: null, description, optional },
});
const number = (name: string, unit: string | null, decimals: number, description: string): TableColumn => ({
  ...{ name, type: 'float64', unit, decimals, description, optional: true },
});
const angle = (name: string, description: string): TableColumn => number(name, 'deg', 2, description);

const SECONDS: Table = {
  name: 'seconds',
  description: 'Posture second by second.',
  columns: [
    time('t_us', 'beginning of the second'),
    stamp,
    session,
    word('state', 'posture; unknown and not_worn are said, not left out'),
    number('probability', null, 3, 'of the state'),
    angle('flexion_deg', 'mean over the second; missing: not available'),
    angle('side_bend_deg', 'mean over the second'),
    angle('rotation_deg', 'mean over the second'),
    angle('tilt_deg', 'mean angle to the vertical'),
    number('activity_mps2', 'm/s^2', 2, 'standard deviation of the specific force'),
    number('coverage', null, 3, 'share of the second with samples'),
    word('algorithm', 'that said it'),
  ],
  metadata: { frame: BODY_FRAME },
};

const BOUTS: Table = {
  name: 'bouts',
  description: 'Stretches of one posture.',
  columns: [
    time('start_us', 'first moment of it'),
    time('end_us', 'first moment after it'),
    session,
    word('state', 'posture'),
    { name: 'open', type: 'boolean', unit: null, description: 'may still go on' },
    word('algorithm', 'that said it'),
  ],
  metadata: {},
};

const ROTATIONS: Table = {
  name: 'rotations',
  description: 'Rotation events of the trunk.',
  columns: [
    time('start_us', 'beginning'),
    time('peak_us', 'greatest angle'),
    time('end_us', 'first moment after it'),
    session,
    word('kind', 'rotation, turn, gait or side_bend'),
    angle('peak_deg', 'left positive'),
    number('peak_speed_dps', 'deg/s', 2, 'greatest angular speed'),
    word('context', 'posture at that time'),
    word('algorithm', 'that said it'),
  ],
  metadata: { frame: BODY_FRAME },
};

const DAYS_FACT = 'daysNotYetSummarised';

const DAYS: Table = {
  name: 'days',
  description: 'Measures of local days, a row a measure.',
  columns: [
    word('date', 'local day'),
    word('time_zone', 'whose midnight begins it'),
    time('start_us', 'beginning of the day'),
    time('end_us', 'end of the day'),
    { name: 'complete', type: 'boolean', unit: null, description: 'the day was over when it was computed' },
    word('measure', 'what is measured'),
    number('value', null, 6, 'missing: see reason'),
    word('unit', 'of the value'),
    number('coverage', null, 4, 'share of the day that it rests on'),
    number('low', null, 6, 'lower end of the interval'),
    number('high', null, 6, 'upper end of the interval'),
    word('algorithm', 'that computed it'),
    word('parameter_hash', 'of its parameters'),
    word('reason', 'why there is no value', true),
  ],
  metadata: {},
};

export const GAPS: Table = {
  name: 'gaps',
  description: 'Samples that are missing and known to be.',
  columns: [
    time('start_us', 'beginning'),
    time('end_us', 'end'),
    { name: 'stream', type: 'int32', unit: null, description: 'as in the name of the samples file' },
    { name: 'missing', type: 'int64', unit: 'samples', description: 'how many' },
    {
      name: 'exact',
      type: 'boolean',
      unit: null,
      description: 'counted by the sensor, not estimated from times',
    },
    word('cause', 'why'),
  ],
  metadata: {},
};

/** `waiting`: days whose summary was still to be made when it was read. They are missing in it, or stand as they were. */
export function daysTable(waiting: number): Table {
  return { ...DAYS, metadata: { [DAYS_FACT]: waiting } };
}

/** What {@link daysTable} was told, read from the files that were written. */
export function daysNotYetSummarised(files: readonly BundleFile[]): number {
  const days = files.find((file): file is TableFile => 'table' in file && file.table === DAYS.name);
  return Number(days?.metadata[DAYS_FACT] ?? 0);
}

export const TABLES = { seconds: SECONDS, bouts: BOUTS, rotations: ROTATIONS, days: DAYS } as const;

const UNITS = { acc: 'm/s^2', gyr: 'rad/s', mag: 'uT', quat: '1' } as const;
const QUANTITIES = {
  acc: 'specific force',
  gyr: 'angular rate',
  mag: 'magnetic field',
  quat: 'orientation',
} as const;
const SAMPLE_DECIMALS = 6;
const NUMBER_WIDTH = 3;
const DATE_LENGTH = 10;
const US_PER_MS = 1000;

export interface SampleSource {
  readonly channels: StreamOpen['channels'];
  readonly rate_hz: number;
  readonly axes: string | null;
  readonly driver: string;
  readonly decoder: string;
}

/** `number`: of the stream, counted from 1; `dayUs`: as it is told. */
export function samplesFile(number: number, dayUs: number): string {
  const date = new Date(dayUs / US_PER_MS).toISOString().slice(0, DATE_LENGTH);
  return `samples-${String(number).padStart(NUMBER_WIDTH, '0')}-${date}`;
}

/** `number`: of the stream, counted from 1. */
export function samplesTable(number: number, session: number, source: SampleSource): Table {
  return {
    name: 'samples',
    description:
      'Samples as the sensor measured them. A file holds one connection of the sensor (stream) on one day (UTC).',
    columns: [
      time('t_us', 'time of the sample'),
      stamp,
      ...source.channels.map(({ quantity, axis }) => ({
        ...{ name: `${quantity}_${axis}`, type: 'float32' as const, unit: UNITS[quantity] },
        ...{ description: `${QUANTITIES[quantity]} along ${axis} of the sensor`, decimals: SAMPLE_DECIMALS },
      })),
    ],
    metadata: {
      ...{ frame: 'sensor', axes: source.axes, rateHz: source.rate_hz, stream: number, session },
      ...{ sensor: source.driver, decoder: source.decoder, algorithms: ALGORITHMS },
      license: 'The data belong to the wearer; use them for the purpose consented to.',
    },
  };
}
