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
      else io.out(overview(drivers, io.columns));
    });
}

const HEADERS = ['driver', 'sensors', 'tier', 'rate Hz', 'gyro', 'loss seen', 'battery'];
/** The first columns fit a terminal of 80. */
const NARROW_COLUMNS = 4;
const WIDE = 106;

function overview(drivers: readonly Driver[], columns: number): string {
  const shown = columns < WIDE ? NARROW_COLUMNS : HEADERS.length;
  const rows = drivers.map((driver) => row(driver).slice(0, shown));
  return table(HEADERS.slice(0, shown), rows, columns);
}

function facts({ id, title, tier, capabilities, options }: Driver): object {
  return { id, title, tier, capabilities, options };
}

function row({ id, title, tier, capabilities }: Driver): string[] {
  const { ratesHz, defaultRateHz, gyroscope, exactLoss, battery } = capabilities;
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const range = `${Math.min(...ratesHz)}-${Math.max(...ratesHz)}`;
  return [
    id,
    title,
    tier,
    ratesHz.length === 1 ? String(defaultRateHz) : `${defaultRateHz} (${range})`,
    yes(gyroscope),
    exactLoss ? 'exactly' : 'inferred',
    yes(battery),
  ];
}
