import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { type Import, importSchema } from '@plumbline/contract';
import { parseAxes } from '@plumbline/core';
import { type Command, InvalidArgumentError } from 'commander';
import { createProgress, type Progress } from '../analyse/progress.ts';
import type { ApiClient } from '../rest/api-client.ts';
import { sleep } from '../time/sleep.ts';
import { type ApiFlags, clientOf, timeUs, withApiOptions } from './api-options.ts';
import { CommandFailure, EXIT, placeCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';

const EXAMPLES = `
Examples:
  plumbline import monday.csv.gz --axes up,right,forward
  plumbline import week/*.csv --time-zone Europe/Berlin
  plumbline import walk.csv --start 2026-11-21T08:00

A recording becomes a wear session of yours, as if it had been measured. The same recording twice is one. Lines that do
not fit are left out and told; the rest is stored.`;

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
      axesOf,
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
  const done: Import[] = [];
  let problem: string | null = null;
  for (const path of paths) {
    const taken = await one(path, flags, client, io);
    if (taken === null) return;
    done.push(taken);
    problem ??= taken.problem;
    if (!flags.json) tell(path, taken, io);
  }
  if (flags.json) io.out(`${JSON.stringify(done, null, 2)}\n`);
  if (problem !== null) throw new CommandFailure(EXIT.validation, problem);
}

/** Null: it was stopped. */
async function one(path: string, flags: Flags, client: ApiClient, io: CliIo): Promise<Import | null> {
  try {
    const sent = await send(resolvePath(path, io.env), flags, client, io);
    return await takenIn(sent, client, io);
  } catch (error) {
    if (!io.stop.aborted) throw error;
    io.say(`stopped: import ${path} again, what is stored of it is not stored twice`);
    return null;
  }
}

async function send(path: string, flags: Flags, client: ApiClient, io: CliIo): Promise<Import> {
  const size = await sizeOf(path);
  const progress = progressOf(`sending ${basename(path)}`, io);
  const file = createReadStream(path);
  file.on('data', () => progress.show(file.bytesRead / size));
  const response = await client.fetch(`/v1/imports?${queryOf(path, flags)}`, {
    method: 'POST',
    headers: { 'content-type': path.endsWith('.gz') ? 'application/gzip' : 'text/csv' },
    body: Readable.toWeb(file) as ReadableStream,
    duplex: 'half',
    signal: io.stop,
  });
  progress.end();
  return importSchema.parse(await response.json());
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

function tell(path: string, { result, problem }: Import, io: CliIo): void {
  if (result === null) {
    io.say(`${path}: ${problem ?? 'nothing was taken in'}`);
    return;
  }
  const { samples, refused, missing, repeated, session, faults } = result;
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
      `${path} cannot be read (${code}): check the path and its permissions`,
    );
  }
  throw new CommandFailure(EXIT.usage, `${path} is not a file: name a .csv or .csv.gz recording`);
}

function progressOf(what: string, io: CliIo): Progress {
  return createProgress(what, {
    columns: io.columns,
    terminal: io.interactive,
    talk: (text) => io.talk(text),
    say: (line) => io.say(line),
  });
}

function axesOf(text: string): string {
  try {
    parseAxes(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
