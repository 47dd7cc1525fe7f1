import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  type Export,
  type ExportEstimate,
  type ExportFormat,
  type ExportTable,
} from '@plumbline/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { outputFolder, removeEmpty } from '../analyse/output-folder.ts';
import { createProgress, duration, type Progress } from '../analyse/progress.ts';
import { download } from '../export/download.ts';
import { ExportOrder, type WantedExport } from '../export/export-order.ts';
import type { ApiClient } from '../rest/api-client.ts';
import { type ApiFlags, clientOf, timeUs, withApiOptions } from './api-options.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';
import { bytes } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline export --out november --from 2026-11-01 --until 2026-12-01
  plumbline export --out bouts --tables bouts,days --format csv
  PLUMBLINE_TOKEN=plp_... plumbline export --out p1 --study 5f0c... --participant P123456

A folder of tables with data dictionary, README and manifest.json; the SHA-256 of the manifest goes to stdout.
The same command again goes on where it was interrupted.`;

interface Flags extends ApiFlags {
  readonly out: string;
  readonly tables: readonly ExportTable[];
  readonly format: ExportFormat;
  readonly from?: number;
  readonly until?: number;
  readonly wearer?: string;
  readonly study?: string;
  readonly participant?: string;
  readonly shiftDays: number;
  readonly json?: boolean;
}

const DAY_US = 86_400e6;
/** Ten years: the most that is asked for at once. */
const MOST_US = 3_650 * DAY_US;
const MOST_SHIFT_DAYS = 3_660;

export function register(program: Command, io: CliIo): void {
  const command = program
    .command('export')
    .description('Take data away from the API into a folder: samples, seconds, bouts, rotations, days.')
    .requiredOption('--out <folder>', 'where the files go')
    .addOption(
      new Option('--tables <names>', `some of ${EXPORT_TABLES.join(', ')}`)
        .argParser(tablesOf)
        .default([...EXPORT_TABLES], 'all'),
    )
    .addOption(new Option('--format <format>', 'of the tables').choices(EXPORT_FORMATS).default('parquet'))
    .option('--from <time>', 'from when on; from the beginning without it', timeUs)
    .option('--until <time>', 'until when; until now without it', timeUs)
    .option('--wearer <id>', 'whose data; your own without it')
    .option('--shift-days <days>', 'move every time by whole days', shiftOf, 0)
    .option('--study <id>', 'as a researcher: in the name of a study, whose dates are moved')
    .option('--participant <pseudonym>', 'of the study')
    .option('--json', 'what came of it as JSON');
  withApiOptions(command)
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => run(flags, io));
}

async function run(flags: Flags, io: CliIo): Promise<void> {
  const wanted = wantedOf(flags);
  const client = await clientOf(flags, io);
  const folder = resolvePath(flags.out, io.env);
  // Before anything is ordered that could not be kept.
  const firstMade = outputFolder(folder);
  const order = new ExportOrder(client, folder, wanted);
  try {
    const made = await make(order, io);
    await fetchAll(made, folder, client, io);
    await order.forget();
    tell(made, flags, io);
  } catch (error) {
    if (!io.stop.aborted) throw error;
    io.say('stopped: the same command again goes on from here');
  } finally {
    await removeEmpty(folder, firstMade);
  }
}

function wantedOf({ study, participant, wearer, ...flags }: Flags): WantedExport {
  const { format, from, until, shiftDays } = flags;
  const tables = [...flags.tables].sort();
  if (study !== undefined) {
    if (participant === undefined)
      usage('--participant is missing: name the pseudonym as the study knows it');
    if (shiftDays !== 0) usage('--shift-days is not for a study: it moves the dates itself');
    const span = {
      ...(from !== undefined && { fromUs: from }),
      ...(until !== undefined && { untilUs: until }),
    };
    const path = `/v1/studies/${encodeURIComponent(study)}`;
    const body = { participant, format, tables, ...span };
    return { path: `${path}/exports`, estimatePath: `${path}/export-estimates`, body };
  }
  // Without an end it is that of the day, so that the same command means the same export a little later.
  const end = until ?? Math.ceil((Date.now() * 1000) / DAY_US) * DAY_US;
  const body = {
    format,
    tables,
    fromUs: from ?? Math.max(0, end - MOST_US),
    untilUs: end,
    dateShiftDays: shiftDays,
  };
  const query = wearer === undefined ? '' : `?wearer=${encodeURIComponent(wearer)}`;
  return { path: `/v1/exports${query}`, estimatePath: `/v1/exports/estimates${query}`, body };
}

async function make(order: ExportOrder, io: CliIo): Promise<Export> {
  const earlier = await order.earlier();
  if (earlier === null) io.say(estimateText(await order.estimate()));
  else io.say('going on with the export that was begun earlier');
  const progress = progressOf('making', io);
  const made = await order.made(earlier ?? (await order.begin()), progress.show, io.stop);
  progress.end();
  return made;
}

async function fetchAll({ id, files }: Export, folder: string, client: ApiClient, io: CliIo): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const progress = progressOf('fetching', io);
  let have = 0;
  const onBytes = (n: number): void => {
    have += n;
    progress.show(have / Math.max(1, total));
  };
  for (const file of files) {
    await download(file, { client, exportId: id, folder, stop: io.stop, onBytes });
  }
  progress.end();
}

function tell({ id, files, daysNotYetSummarised }: Export, { out, json }: Flags, io: CliIo): void {
  const manifest = files.find(({ name }) => name === 'manifest.json')!;
  const rows = files.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  io.say(`${files.length} files, ${rows} rows, ${bytes(size)} in ${out}`);
  if (daysNotYetSummarised > 0) io.say(waitingText(daysNotYetSummarised));
  const facts = { id, folder: out, manifestSha256: manifest.sha256, daysNotYetSummarised, files };
  if (json) io.out(`${JSON.stringify(facts, null, 2)}\n`);
  else io.out(`${manifest.sha256}  ${out}/manifest.json\n`);
}

function waitingText(days: number): string {
  const which = days === 1 ? '1 day was' : `${days} days were`;
  return `${which} still to be summarised when this was made: export \`days\` again in a moment to have the latest of them`;
}

function estimateText({ rows, bytes: size, seconds }: ExportEstimate): string {
  return `about ${rows.toLocaleString('en')} rows, ${bytes(size)}, ${duration(seconds)} to make`;
}

function progressOf(what: string, io: CliIo): Progress {
  return createProgress(what, {
    columns: io.columns,
    terminal: io.interactive,
    talk: (text) => io.talk(text),
    say: (line) => io.say(line),
  });
}

function tablesOf(text: string): ExportTable[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(EXPORT_TABLES as readonly string[]).includes(name));
  if (unknown === undefined) return [...new Set(names as ExportTable[])];
  throw new InvalidArgumentError(`"${unknown}" is no table: give some of ${EXPORT_TABLES.join(', ')}.`);
}

function shiftOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && Math.abs(days) <= MOST_SHIFT_DAYS) return days;
  throw new InvalidArgumentError(`Give whole days from -${MOST_SHIFT_DAYS} to ${MOST_SHIFT_DAYS}.`);
}

function usage(message: string): never {
  throw new CommandFailure(EXIT.usage, `${message}. See: plumbline export --help`);
}
