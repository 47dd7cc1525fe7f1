import { decodeHex, findDriver } from '@plumbline/sensor-protocol';
import { type Command, Option } from 'commander';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

const EXAMPLES = `
Examples:
  plumbline decode witmotion 5561000000080000000000000000000000000000
  plumbline decode witmotion 5561... 5571... --option mode=2

Prints JSON: the records in the device's units, the samples in SI units.
Exit status 5 when the bytes hold neither a record nor a sample.`;

export function register(program: Command, io: CliIo): void {
  program
    .command('decode')
    .description('Show what notifications of a sensor mean, as JSON.')
    .argument('<driver>', 'one of: plumbline drivers')
    .argument('<hex...>', 'notifications in order, as hexadecimal bytes')
    .addOption(
      new Option('--option <key=value>', 'what the bytes alone cannot say; may be repeated')
        .argParser(collect)
        .default({}, 'none'),
    )
    .addHelpText('after', EXAMPLES)
    .action((driver: string, hex: string[], flags: { option: Record<string, string> }) => {
      io.out(`${JSON.stringify(decoded(driver, hex, flags.option, io), null, 2)}\n`);
    });
}

function decoded(driver: string, hex: string[], options: Record<string, string>, io: CliIo): unknown {
  try {
    findDriver(driver);
    const result = decodeHex(driver, hex, options);
    const understood = result.records.filter(({ kind }) => kind !== 'dropped');
    if (understood.length + result.samples.length === 0) {
      io.say('The bytes hold no record that this driver knows.');
      io.exit(EXIT.validation);
    }
    return result;
  } catch (error) {
    if (error instanceof RangeError) throw new CommandFailure(EXIT.usage, error.message);
    throw error;
  }
}

function collect(text: string, earlier: Record<string, string>): Record<string, string> {
  const [key, ...value] = text.split('=');
  if (!key || value.length === 0) {
    throw new CommandFailure(EXIT.usage, `--option ${text}: write it as key=value, such as mode=2`);
  }
  return { ...earlier, [key]: value.join('=') };
}
