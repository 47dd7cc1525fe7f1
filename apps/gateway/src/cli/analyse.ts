import { parseAxes } from '@plumbline/core';
import { type Command, InvalidArgumentError } from 'commander';
import { analyseRecording } from '../analyse/analyse-recording.ts';
import { progressPrinter } from '../analyse/progress.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';

interface Flags {
  readonly out: string;
  readonly axes?: ReturnType<typeof parseAxes>;
  readonly useMag?: boolean;
  readonly fixedLag?: number;
}

const EXAMPLES = `
Examples:
  plumbline analyse walk.csv.gz --out walk-analysis
  plumbline analyse clip.csv --axes up,right,forward --out clip-analysis
  plumbline analyse clip.csv --out clip-analysis --use-mag
  plumbline analyse clip.csv --out clip-analysis --fixed-lag 5`;

export function register(program: Command, io: CliIo): void {
  program
    .command('analyse')
    .description('Turn a recording into orientation, posture, bouts, rotations, load and a summary')
    .argument('<recording>', 'recording CSV, plain or .gz: t_us,acc_x,acc_y,acc_z[,gyr_*][,mag_*]')
    .requiredOption('--out <dir>', 'folder for the results; it is made when it does not exist')
    .option(
      '--axes <x,y,z>',
      'where the sensor axes point on the wearer: up, down, left, right, forward, back',
      axesOf,
    )
    .option(
      '--fixed-lag <seconds>',
      'also write orientation-smoothed.csv, improved by so many later seconds',
      secondsOf,
    )
    .option('--use-mag', 'use the magnetometer columns for heading')
    .addHelpText('after', EXAMPLES)
    .action((recording: string, flags: Flags) => analyse(recording, flags, io));
}

async function analyse(recordingPath: string, flags: Flags, io: CliIo): Promise<void> {
  const progress = progressPrinter((line) => io.say(line.trimEnd()));
  const result = await analyseRecording({
    recordingPath: resolvePath(recordingPath, io.env),
    outDir: resolvePath(flags.out, io.env),
    axes: flags.axes ?? null,
    useMag: flags.useMag ?? false,
    fixedLagS: flags.fixedLag ?? null,
    onProgress: progress,
  });
  for (const warning of result.warnings) io.say(`note: ${warning}`);
  io.out(`${result.facts.samples} samples analysed into ${flags.out}\n`);
}

function axesOf(text: string): ReturnType<typeof parseAxes> {
  try {
    return parseAxes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MOST_LAG_S) return seconds;
  throw new InvalidArgumentError(`give a number of seconds from 0 to ${MOST_LAG_S}; 5 is usual`);
}

const MOST_LAG_S = 60;
