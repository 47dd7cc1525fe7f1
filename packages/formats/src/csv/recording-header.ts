import { RecordingError } from './recording-error.ts';

const ACC = ['acc_x', 'acc_y', 'acc_z'] as const;
const GYR = ['gyr_x', 'gyr_y', 'gyr_z'] as const;
const MAG = ['mag_x', 'mag_y', 'mag_z'] as const;
const KNOWN: readonly string[] = ['t_us', ...ACC, ...GYR, ...MAG];
const SHAPE = 't_us,acc_x,acc_y,acc_z[,gyr_x,gyr_y,gyr_z][,mag_x,mag_y,mag_z]';
const REMEDY = `the first line must be ${SHAPE}, separated by commas (microseconds, m/s^2, rad/s, microtesla)`;

/** As spreadsheets write them where the comma is the decimal mark. */
const FOREIGN_SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
] as const;
const COMMAS = 'separate columns by commas, and write decimals with a point';

const QUOTED = /^"(.*)"$/;

/** What the first line of a recording says. */
export interface RecordingColumns {
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
  /** Names in the order of the file. */
  readonly names: readonly string[];
}

/** Columns may come in any order, each once, their names in quotes (as R writes them) or not. Throws a RecordingError. */
export function parseHeader(line: string): RecordingColumns {
  const names = line
    .replace(/^\ufeff/, '')
    .split(',')
    .map((name) => name.trim().replace(QUOTED, '$1'));
  const fail = (value: string, problem: string, remedy = REMEDY): never => {
    throw new RecordingError({ line: 1, field: 'header', value, problem, remedy });
  };
  if (line.trim() === '') fail('', 'is empty');
  for (const [separator, name] of FOREIGN_SEPARATORS) {
    if (names.length === 1 && line.includes(separator)) fail(line, `has ${name} between its columns`, COMMAS);
  }
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) fail(unknown, 'is not a column of a recording');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) fail(twice, 'is there twice');
  const has = (group: readonly string[]) => group.some((name) => names.includes(name));
  const wanted = ['t_us', ...ACC, ...(has(GYR) ? GYR : []), ...(has(MAG) ? MAG : [])];
  const missing = wanted.find((name) => !names.includes(name));
  if (missing !== undefined) fail(line, `lacks ${missing}`);
  return { names, hasGyro: has(GYR), hasMag: has(MAG) };
}

export function headerLine(columns: Pick<RecordingColumns, 'hasGyro' | 'hasMag'>): string {
  return ['t_us', ...ACC, ...(columns.hasGyro ? GYR : []), ...(columns.hasMag ? MAG : [])].join(',');
}
