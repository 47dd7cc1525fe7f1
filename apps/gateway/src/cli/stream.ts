import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { describe, recordSensor, type SensorFlags, withSensorOptions } from './record.ts';

const EXAMPLES = `
Examples:
  plumbline stream --for 5
  plumbline stream --json | head
  plumbline stream > walk.csv`;

interface StreamFlags extends SensorFlags {
  readonly json?: boolean;
}

export function register(program: Command, io: CliIo): void {
  withSensorOptions(program.command('stream'))
    .description('Print the samples of a sensor as they come: recording CSV, or one JSON object a line.')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', EXAMPLES)
    .action((flags: StreamFlags) => stream(flags, io));
}

async function stream(flags: StreamFlags, io: CliIo): Promise<void> {
  const print = flags.json ? jsonLines((text) => io.out(text)) : (text: string) => io.out(text);
  const result = await recordSensor(flags, io, print, null, new AbortController().signal);
  io.say(`Printed ${describe(result)}.`);
}

/** CSV lines as JSON objects; the first line names the fields. */
export function jsonLines(print: (text: string) => void): (csv: string) => void {
  let names: string[] | null = null;
  return (csv) => {
    for (const line of csv.trimEnd().split('\n')) {
      const cells = line.split(',');
      if (names === null) names = cells;
      else print(`${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, Number(cells[i])])))}\n`);
    }
  };
}
