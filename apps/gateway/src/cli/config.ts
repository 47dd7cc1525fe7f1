import type { Command } from 'commander';
import { CONFIG_FILE, SETTINGS, type SettingKey } from '../config/config.ts';
import type { CliIo } from './io.ts';
import { configOf } from './setup.ts';
import { paint, wrap } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline config explain
  PLUMBLINE_RATE_HZ=100 plumbline config explain --json

A flag wins over the environment, that over ${CONFIG_FILE} in the current folder (or PLUMBLINE_CONFIG), that over
~/.config/plumbline/${CONFIG_FILE}.`;

const KEY_WIDTH = 15;

export function register(program: Command, io: CliIo): void {
  const config = program.command('config').description('Settings: what they are and where they come from.');
  config
    .command('explain')
    .description('Show every setting, its value and where it came from.')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: { json?: boolean }) => explain(flags, io));
}

function explain(flags: { json?: boolean }, io: CliIo): void {
  const config = configOf({}, io);
  const settings = (Object.keys(SETTINGS) as SettingKey[]).map((key) => ({
    key,
    value: config[key].value,
    from: config[key].from,
    environment: SETTINGS[key].env,
    meaning: SETTINGS[key].meaning,
  }));
  if (flags.json) io.out(`${JSON.stringify(settings, null, 2)}\n`);
  else for (const setting of settings) io.out(lines(setting, io));
}

interface Explained {
  readonly key: string;
  readonly value: unknown;
  readonly from: string;
  readonly environment: string;
  readonly meaning: string;
}

function lines({ key, value, from, environment, meaning }: Explained, io: CliIo): string {
  const first = `${paint(io, 'bold', key.padEnd(KEY_WIDTH))}${shown(value)}  ${paint(io, 'dim', `(${from})`)}`;
  const indent = ' '.repeat(KEY_WIDTH);
  const rest = indent + wrap(`${environment}: ${meaning}`, io.columns, KEY_WIDTH);
  return `${first}\n${paint(io, 'dim', rest)}\n`;
}

function shown(value: unknown): string {
  if (value === null) return '-';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
