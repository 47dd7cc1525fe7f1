import { isTimeZone, type MountingSeed } from '@plumbline/core';
import { zoneOfMachine } from '@plumbline/formats';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AnalyseOptions } from '../analyse/analyse-options.ts';
import { type AnalyseResult, analyseRecording } from '../analyse/analyse-recording.ts';
import { compareAnalyses } from '../analyse/compare/compare.ts';
import { comparisonText } from '../analyse/compare/comparison-text.ts';
import { type ReadAnalysis, readAnalysis } from '../analyse/compare/read-analysis.ts';
import { dayText } from '../analyse/day-text.ts';
import { isMostlyLeftOut } from '../analyse/left-out-rows.ts';
import { SHIPPED_PARAMETERS, withParameter } from '../analyse/parameters.ts';
import { createProgress } from '../analyse/progress.ts';
import { readCalibration } from '../analyse/read-calibration.ts';
import { type RecordingFacts, summaryText } from '../analyse/summary.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { axes } from './options.ts';
import { realOf, resolvePath } from './paths.ts';
import { unlessStopped } from './unless-stopped.ts';

interface Flags {
  readonly out?: string;
  readonly thigh?: string;
  readonly axes?: AnalyseOptions['axes'];
  readonly calibration?: string;
  readonly useMag?: boolean;
  readonly fixedLag?: number;
  readonly flexionRange?: number;
  readonly set: readonly string[];
  readonly hours?: { readonly fromMin: number; readonly toMin: number };
  readonly timeZone: string;
  readonly plot?: boolean;
  readonly compare?: readonly string[];
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  plumbline analyse walk.csv.gz --out walk-analysis
  plumbline analyse day.csv.gz --axes up,right,forward --out day --plot     also day/report.html
  plumbline analyse day.csv.gz --out stricter --set nudge.limitS=1800
  plumbline analyse back.csv.gz --thigh thigh.csv.gz --out day              sitting by the thigh's inclination
  plumbline analyse --compare day stricter
  plumbline analyse day.csv.gz --out again --compare day

The summary goes to stdout, as text or with --json as summary.json has it. --compare takes the folders of two earlier
analyses, or one beside a recording that is analysed now, and tells what differs and why.`;

export function register(program: Command, io: CliIo): void {
  program
    .command('analyse')
    .description('Turn a recording into orientation, posture, bouts, rotations, load and a summary.')
    .argument('[recording]', 'recording CSV, plain or .gz: t_us,acc_x,acc_y,acc_z[,gyr_*][,mag_*]')
    .option('--out <dir>', 'folder for the results; it is made when it does not exist')
    .option('--axes <x,y,z>', `where the sensor axes point on the wearer: ${DIRECTIONS}`, axes)
    .option(
      '--fixed-lag <seconds>',
      'also orientation-smoothed.csv, improved by so many later seconds',
      lagOf,
    )
    .option(
      '--calibration <file>',
      'of the same mounting: from `plumbline bends`, or an earlier summary.json',
    )
    .option('--thigh <recording>', 'of a second sensor, on the thigh: tells sitting from standing')
    .option('--use-mag', 'use the magnetometer columns for heading')
    .option('--flexion-range <deg>', "the wearer's own forward flexion range, from a bend test", rangeOf)
    .addOption(
      new Option('--set <name=value>', 'another value of a parameter; may be given again')
        .argParser(gather)
        .default([], 'none'),
    )
    .option('--hours <from-to>', 'hours in which the clip is meant to be worn, such as 08:00-18:00', hoursOf)
    .option('--time-zone <zone>', "the wearer's time zone", timeZoneOf, zoneOfMachine())
    .option('--plot', 'also report.html: charts and tables to look at, print and pass on')
    .option('--compare <folder...>', 'tell what differs from another analysis')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((recording: string | undefined, flags: Flags) => run(recording, flags, io));
}

const DIRECTIONS = 'up, down, left, right, forward, back';

async function run(recording: string | undefined, flags: Flags, io: CliIo): Promise<void> {
  const earlier = flags.compare ?? [];
  if (recording === undefined) return compareTwo(earlier, flags, io);
  if (earlier.length > 1) usage('beside a recording --compare takes one folder');
  if (!flags.out) usage('--out is missing: name the folder for the results');
  const before = earlier.length === 1 ? await readBefore(earlier[0]!, flags.out, io) : null;
  const result = await analyse(recording, flags, io);
  if (result === null) return;
  if (before !== null) await compareTwo([before, flags.out], flags, io);
  else tell(result, flags, io);
  checkRows(recording, result.facts);
}

function tell({ summary }: AnalyseResult, { json }: Flags, io: CliIo): void {
  const columns = io.terminal ? io.columns : Number.POSITIVE_INFINITY;
  io.out(json ? summaryText(summary) : dayText(summary, columns));
}

/** What could be analysed is there, and is not what was recorded. */
function checkRows(recording: string, facts: RecordingFacts): void {
  if (!isMostlyLeftOut(facts.ignoredSamples, used(facts))) return;
  throw new CommandFailure(
    EXIT.validation,
    `${recording}: the results rest on ${used(facts)} of ${facts.samples} rows: sort them by t_us and analyse again`,
  );
}

/** A wrong one is told before the minutes that the analysis takes. */
async function readBefore(folder: string, out: string, io: CliIo): Promise<ReadAnalysis> {
  const [path, outDir] = [resolvePath(folder, io.env), resolvePath(out, io.env)];
  if ((await realOf(path)) === (await realOf(outDir)))
    usage(`--compare '${folder}' is the folder of --out, which would be replaced: give --out another folder`);
  return readAnalysis(path, io.stop);
}

async function compareTwo(
  folders: readonly (string | ReadAnalysis)[],
  { json }: Flags,
  io: CliIo,
): Promise<void> {
  if (folders.length === 0) usage('name a recording, or two analyses after --compare');
  if (folders.length !== 2) usage(`without a recording --compare takes two folders, not ${folders.length}`);
  const comparison = await unlessStopped(io, 'nothing was compared', async () => {
    const read = folders.map((folder) =>
      typeof folder === 'string' ? readAnalysis(resolvePath(folder, io.env), io.stop) : folder,
    );
    const [before, after] = await Promise.all(read);
    return compareAnalyses(before!, after!);
  });
  if (comparison === null) return;
  io.out(json ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(comparison));
}

const used = ({ samples, ignoredSamples }: RecordingFacts): number => samples - ignoredSamples;

/** Null when it was stopped. */
async function analyse(recording: string, flags: Flags, io: CliIo): Promise<AnalyseResult | null> {
  const talk = {
    terminal: io.interactive,
    columns: io.columns,
    talk: (text: string) => io.talk(text),
    say: (line: string) => io.say(line),
  };
  const progress = createProgress(`analysing ${recording}`, talk);
  const kept = `nothing of this analysis was kept; ${recording} and earlier results are as they were`;
  return await unlessStopped(io, kept, async () => {
    const options = { ...optionsOf(recording, flags, io), seed: await seedOf(flags, io) };
    const work = analyseRecording({ ...options, onProgress: progress.show });
    const result = await work.finally(progress.end);
    for (const warning of result.warnings) io.say(`note: ${warning}`);
    io.say(`${used(result.facts)} samples analysed into ${flags.out}`);
    return result;
  });
}

function optionsOf(recording: string, flags: Flags, io: CliIo): AnalyseOptions {
  return {
    recordingPath: resolvePath(recording, io.env),
    outDir: resolvePath(flags.out!, io.env),
    thighPath: flags.thigh === undefined ? null : resolvePath(flags.thigh, io.env),
    axes: flags.axes ?? null,
    useMag: flags.useMag ?? false,
    fixedLagS: flags.fixedLag ?? null,
    flexionRangeDeg: flags.flexionRange ?? null,
    parameters: parametersOf(flags),
    timeZone: flags.timeZone,
    plot: flags.plot ?? false,
    stop: io.stop,
  };
}

async function seedOf({ calibration }: Flags, io: CliIo): Promise<MountingSeed | null> {
  return calibration === undefined ? null : readCalibration(resolvePath(calibration, io.env));
}

function parametersOf({ set, hours }: Flags): AnalyseOptions['parameters'] {
  const { calendar } = SHIPPED_PARAMETERS;
  const start = { ...SHIPPED_PARAMETERS, calendar: { ...calendar, declared: hours ?? calendar.declared } };
  try {
    return set.reduce(withParameter, start);
  } catch (error) {
    if (error instanceof RangeError) usage(`--set ${error.message}`);
    throw error;
  }
}

function usage(message: string): never {
  throw new CommandFailure(EXIT.usage, `${message}. See: plumbline analyse --help`);
}

function gather(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function timeZoneOf(text: string): string {
  if (!isTimeZone(text)) throw new InvalidArgumentError('give an IANA name such as Europe/Berlin');
  return Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
}

const MIN_PER_DAY = 1440;
const HOURS = /^([01]?\d|2[0-3]|24(?=:00)):([0-5]\d)-([01]?\d|2[0-3]|24(?=:00)):([0-5]\d)$/;

function hoursOf(text: string): Flags['hours'] {
  const found = HOURS.exec(text)?.slice(1).map(Number);
  if (!found) throw new InvalidArgumentError('give two times of day, such as 08:00-18:00');
  const [fromH, fromMin, toH, toMin] = found as [number, number, number, number];
  const hours = { fromMin: fromH * 60 + fromMin, toMin: toH * 60 + toMin };
  if (hours.fromMin < MIN_PER_DAY && hours.fromMin !== hours.toMin) return hours;
  throw new InvalidArgumentError(
    'give two different times, the first before 24:00; the whole day is 00:00-24:00',
  );
}

const MOST_LAG_S = 60;
const [LEAST_RANGE_DEG, MOST_RANGE_DEG] = [10, 120];

function lagOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MOST_LAG_S) return seconds;
  throw new InvalidArgumentError(`give seconds above 0, up to ${MOST_LAG_S}; 5 is usual`);
}

function rangeOf(text: string): number {
  const deg = Number(text);
  if (deg >= LEAST_RANGE_DEG && deg <= MOST_RANGE_DEG) return deg;
  throw new InvalidArgumentError(
    `give degrees from ${LEAST_RANGE_DEG} to ${MOST_RANGE_DEG}; 60 is assumed without it`,
  );
}
