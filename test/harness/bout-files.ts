import { parquetReadObjects } from 'hyparquet';

/** What the files of every format say of a stretch of one posture. */
export interface BoutRow {
  readonly startUs: number;
  readonly endUs: number;
  readonly state: string;
}

/** Of `bouts.csv` of an export. */
export async function csvBouts(file: Buffer): Promise<BoutRow[]> {
  const [header = '', ...lines] = file.toString('utf8').trim().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
  return rows.map(boutOf);
}

/** Of `bouts.parquet` of an export. */
export async function parquetBouts(file: Buffer): Promise<BoutRow[]> {
  return (await parquetReadObjects({ file: new Uint8Array(file).buffer })).map(boutOf);
}

function boutOf(row: Record<string, unknown>): BoutRow {
  const { start_us, end_us, state } = row;
  return { startUs: Number(start_us), endUs: Number(end_us), state: String(state) };
}
