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

/** Bytes that are no UTF-8 were read as U+FFFD. */
const TEXT = /^[\t\r\x20-\x7e\u00a0-\ufffc]*$/;
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
  const names = namesIn(line, ',');
  const fail = (value: string, problem: string, remedy = REMEDY): never => {
    throw new RecordingError({ line: 1, field: 'header', value, problem, remedy });
  };
  if (line.trim() === '') fail('', 'is empty');
  if (!TEXT.test(line)) fail(line, 'is UTF-16 or no text at all', 'give a recording, as CSV in UTF-8');
  const foreign = names.length === 1 ? foreignIn(line) : undefined;
  if (foreign !== undefined) fail(line, `has ${foreign} between its columns`, COMMAS);
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

/** What stands between columns that are known, where it is no comma. */
function foreignIn(line: string): string | undefined {
  const isForeign = ([separator]: (typeof FOREIGN_SEPARATORS)[number]): boolean =>
    line.includes(separator) && namesIn(line, separator).some((name) => KNOWN.includes(name));
  return FOREIGN_SEPARATORS.find(isForeign)?.[1];
}

function namesIn(line: string, separator: string): string[] {
  const names = line.replace(/^\ufeff/, '').split(separator);
  return names.map((name) => name.trim().replace(QUOTED, '$1'));
}

/** Whether a line below the first is the first one of another recording. */
export function isHeader(line: string): boolean {
  if (!line.includes('t_us')) return false;
  try {
    return parseHeader(line).names.length > 0;
  } catch {
    return false;
  }
}

export function headerLine(columns: Pick<RecordingColumns, 'hasGyro' | 'hasMag'>): string {
  return ['t_us', ...ACC, ...(columns.hasGyro ? GYR : []), ...(columns.hasMag ? MAG : [])].join(',');
}
