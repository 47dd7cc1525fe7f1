import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { type Import, importQuerySchema, importSchema } from '@plumbline/contract';
import type { Command } from 'commander';
import { isMostlyLeftOut } from '../analyse/left-out-rows.ts';
import { createProgress, type Progress } from '../analyse/progress.ts';
import { type ApiClient, ApiRefusal } from '../rest/api-client.ts';
import { sleep } from '../time/sleep.ts';
import { type ApiFlags, clientOf, timeUs, withApiOptions } from './api-options.ts';
import { CommandFailure, EXIT, type ExitCode, placeCode, worstOf } from './exit-codes.ts';
import { failureOf } from './failure-of.ts';
import type { CliIo } from './io.ts';
import { axes } from './options.ts';
import { resolvePath } from './paths.ts';

const EXAMPLES = `
Examples:
  plumbline import monday.csv.gz --axes up,right,forward
  plumbline import week/*.csv --time-zone Europe/Berlin
  plumbline import walk.csv --start 2026-11-21T08:00

A recording becomes a wear session of yours, as if it had been measured. The same recording twice is one. Lines that do
not fit are left out and told; the rest is stored. A file that cannot be taken is named, and the others are imported.`;

interface Flags extends ApiFlags {
  readonly axes?: string;
  readonly timeZone?: string;
  readonly start?: number;
  readonly json?: boolean;
}

const POLL_MS = 500;
const MOST_FAULTS_TOLD = 5;

export function register(program: Command, io: CliIo): void {
  const command = program
    .command('import')
    .description('Send recordings (.csv, .csv.gz) to the API, into wear sessions of yours.')
    .argument('<recording...>', 'written by plumbline record, or as docs/recording-format.md says')
    .option(
      '--axes <x,y,z>',
      'where the sensor axes point: each of up, down, left, right, forward, back',
      axesText,
    )
    .option('--time-zone <zone>', 'whose midnights part the days; that of the API without it')
    .option('--start <time>', 'when the first row was measured, where t_us does not say it', timeUs)
    .option('--json', 'what came of it as JSON');
  withApiOptions(command)
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], flags: Flags) => run(paths, flags, io));
}

async function run(paths: readonly string[], flags: Flags, io: CliIo): Promise<void> {
  const client = await clientOf(flags, io);
  const outcomes: Outcome[] = [];
  for (const path of paths) {
    const outcome = await one(path, flags, client, io);
    if (outcome === null) break;
    outcomes.push(outcome);
    tell(path, outcome, flags, io);
  }
  const isWhole = outcomes.length === paths.length;
  if (flags.json) io.out(`${JSON.stringify(outcomes.map(factsOf), null, 2)}\n`);
  io.exit(isWhole ? worstOf(outcomes.map(statusOf)) : EXIT.interrupted);
}

/** What became of a file. */
interface Outcome {
  readonly file: string;
  /** Null: the API did not take it. */
  readonly taken: Import | null;
  readonly failure: CommandFailure | null;
}

function factsOf({ file, taken, failure }: Outcome): object {
  return { file, ...(taken ?? { state: 'failed', problem: failure?.message ?? null, result: null }) };
}

const statusOf = ({ failure }: Outcome): ExitCode => failure?.exitCode ?? EXIT.ok;

/** Null: it was stopped. */
async function one(file: string, flags: Flags, client: ApiClient, io: CliIo): Promise<Outcome | null> {
  try {
    const sent = await send(resolvePath(file, io.env), flags, client, io);
    const taken = await takenIn(sent, client, io);
    return { file, taken, failure: taken.result === null ? refusalOf(taken) : mostlyRefused(taken.result) };
  } catch (error) {
    if (!io.stop.aborted) return { file, taken: null, failure: failureOfFile(error) };
    io.say(`stopped: import ${file} again, what is stored of it is not stored twice`);
    return null;
  }
}

function refusalOf({ problem }: Import): CommandFailure {
  if (problem !== null) return new CommandFailure(EXIT.validation, inFlags(problem));
  return new CommandFailure(EXIT.failure, 'nothing was taken in: the import was cancelled, import it again');
}

/** What could be stored is there, and is not what was recorded. */
function mostlyRefused({ samples, refused }: NonNullable<Import['result']>): CommandFailure | null {
  if (!isMostlyLeftOut(refused, samples)) return null;
  const remedy = 'correct the file and import it again';
  return new CommandFailure(EXIT.validation, `${samples} of ${samples + refused} rows are stored: ${remedy}`);
}

function failureOfFile(error: unknown): CommandFailure {
  const { exitCode, message } = failureOf(error);
  return new CommandFailure(isOfContents(error) ? EXIT.validation : exitCode, inFlags(message));
}

const BAD_REQUEST = 400;

/** Whether it is what the file holds that the API refuses, not what was asked beside it. */
function isOfContents(error: unknown): boolean {
  if (!(error instanceof ApiRefusal) || error.status !== BAD_REQUEST) return false;
  return error.field !== null && !(error.field in importQuerySchema);
}

const FLAGS = { startUs: '--start', timeZone: '--time-zone' };

/** What the API calls by its own names. */
function inFlags(message: string): string {
  return message.replace(/\b(startUs|timeZone)\b/g, (name) => FLAGS[name as keyof typeof FLAGS]);
}

async function send(path: string, flags: Flags, client: ApiClient, io: CliIo): Promise<Import> {
  const size = await sizeOf(path);
  const progress = progressOf(`sending ${basename(path)}`, io);
  const file = createReadStream(path);
  file.on('data', () => progress.show(file.bytesRead / size));
  try {
    const response = await client.fetch(`/v1/imports?${queryOf(path, flags)}`, {
      method: 'POST',
      headers: { 'content-type': path.endsWith('.gz') ? 'application/gzip' : 'text/csv' },
      body: Readable.toWeb(file) as ReadableStream,
      duplex: 'half',
      signal: io.stop,
    });
    return importSchema.parse(await response.json());
  } finally {
    progress.end();
  }
}

function queryOf(path: string, { axes, timeZone, start }: Flags): URLSearchParams {
  return new URLSearchParams({
    name: basename(path),
    ...(axes !== undefined && { axes }),
    ...(timeZone !== undefined && { timeZone }),
    ...(start !== undefined && { startUs: String(start) }),
  });
}

async function takenIn(sent: Import, client: ApiClient, io: CliIo): Promise<Import> {
  const progress = progressOf(`analysing ${sent.name}`, io);
  let found = sent;
  while (found.state === 'queued' || found.state === 'running') {
    await sleep(POLL_MS, io.stop);
    io.stop.throwIfAborted();
    found = await client.ask('GET', `/v1/imports/${found.id}`, importSchema);
    progress.show(found.progress);
  }
  progress.end();
  return found;
}

function tell(path: string, { taken, failure }: Outcome, { json }: Flags, io: CliIo): void {
  if (failure !== null) io.say(`${path}: ${failure.message}`);
  if (!taken?.result || json) return;
  const { samples, refused, missing, repeated, session, faults } = taken.result;
  const was = repeated ? 'were imported before, nothing changed' : 'imported';
  io.out(`${path}: ${samples} samples ${was}, ${missing} missing between them, session ${session}\n`);
  if (refused > 0) io.say(`${path}: ${refused} lines were left out:`);
  for (const { line, field, value, problem: why, remedy } of faults.slice(0, MOST_FAULTS_TOLD)) {
    io.say(`  line ${line}: ${field} '${value}' ${why}: ${remedy}`);
  }
  if (refused > MOST_FAULTS_TOLD)
    io.say(`  and ${refused - MOST_FAULTS_TOLD} more; --json tells the first of them`);
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      placeCode(error),
      `cannot be read (${code}): check the path and its permissions`,
    );
  }
  throw new CommandFailure(EXIT.usage, 'is not a file: name a .csv or .csv.gz recording');
}

function progressOf(what: string, io: CliIo): Progress {
  return createProgress(what, {
    columns: io.columns,
    terminal: io.interactive,
    talk: (text) => io.talk(text),
    say: (line) => io.say(line),
  });
}

function axesText(text: string): string {
  axes(text);
  return text;
}
