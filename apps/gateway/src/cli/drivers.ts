import type { Driver } from '@plumbline/sensor-protocol';
import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { catalogueOf, configOf } from './setup.ts';
import { table } from './table.ts';

export function register(program: Command, io: CliIo): void {
  program
    .command('drivers')
    .description('List the sensors that can be used, and how well each is supported.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  plumbline drivers --json')
    .action((flags: { json?: boolean }) => {
      const { drivers } = catalogueOf(configOf({}, io), io);
      if (flags.json) io.out(`${JSON.stringify(drivers.map(facts), null, 2)}\n`);
      else io.out(table(HEADERS, drivers.map(row)));
    });
}

const HEADERS = ['driver', 'sensors', 'tier', 'rates Hz', 'gyro', 'loss seen', 'battery'];

function facts({ id, title, tier, capabilities, options }: Driver): object {
  return { id, title, tier, capabilities, options };
}

function row({ id, title, tier, capabilities }: Driver): string[] {
  const { ratesHz, gyroscope, exactLoss, battery } = capabilities;
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  return [
    id,
    title,
    tier,
    ratesHz.join(' '),
    yes(gyroscope),
    exactLoss ? 'exactly' : 'inferred',
    yes(battery),
  ];
}
