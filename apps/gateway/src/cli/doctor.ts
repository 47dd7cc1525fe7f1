import type { Command } from 'commander';
import { diagnose } from '../doctor/checks.ts';
import type { Finding } from '../doctor/finding.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { configOf } from './setup.ts';
import { paint, type Tone, wrap } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline doctor
  PLUMBLINE_BLE=hci plumbline doctor --json

Changes nothing; prints the command that helps. Exit status 2 for a radio that does not exist, 3 without one, 4 without a permission.`;

interface DoctorFlags {
  readonly json?: boolean;
  readonly ble?: string;
  readonly api?: string;
  readonly dataDir?: string;
}

const CHECK_WIDTH = 17;
const MARK: Readonly<Record<Finding['level'], readonly [string, Tone]>> = {
  ok: ['ok  ', 'green'],
  note: ['note', 'yellow'],
  fail: ['FAIL', 'red'],
};

export function register(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .description('Check everything a recording needs, and say exactly what to do.')
    .option('--json', 'as JSON')
    .option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win')
    .option('--api <url>', 'where records are sent')
    .option('--data-dir <folder>', 'of the gateway')
    .addHelpText('after', EXAMPLES)
    .action(({ json, ...flags }: DoctorFlags) => doctor(json ?? false, flags, io));
}

async function doctor(json: boolean, flags: DoctorFlags, io: CliIo): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of diagnose(configOf(flags, io))) {
    findings.push(finding);
    if (!json) io.out(lines(finding, io));
  }
  if (json) io.out(`${JSON.stringify(findings, null, 2)}\n`);
  else io.out(`\n${summary(findings)}\n`);
  io.exit(exitCode(findings));
}

function lines({ check, level, found, fix }: Finding, io: CliIo): string {
  const [mark, tone] = MARK[level];
  const indent = 6 + CHECK_WIDTH;
  const said = wrap(found, io.columns, indent);
  const first = `${paint(io, tone, mark)}  ${check.padEnd(CHECK_WIDTH)}${said}\n`;
  return fix === null ? first : `${first}${' '.repeat(indent)}${paint(io, 'cyan', `-> ${fix}`)}\n`;
}

function summary(findings: readonly Finding[]): string {
  const failed = findings.filter(({ level }) => level === 'fail').length;
  if (failed === 0) return 'Nothing stands in the way of a recording.';
  return failed === 1 ? 'One thing stands in the way.' : `${failed} things stand in the way.`;
}

function exitCode(findings: readonly Finding[]): ExitCode {
  const failed = findings.filter(({ level }) => level === 'fail');
  if (failed.some(({ kind }) => kind === 'permission')) return EXIT.permission;
  if (failed.some(({ kind }) => kind === 'device')) return EXIT.noDevice;
  if (failed.some(({ kind }) => kind === 'usage')) return EXIT.usage;
  return failed.length > 0 ? EXIT.failure : EXIT.ok;
}
