import type { GatewayStatus } from '@plumbline/contract';
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { askControl } from '../control/control-socket.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { workingFolder } from './paths.ts';
import { table } from './table.ts';

interface Answer {
  readonly pid?: number;
  readonly status?: GatewayStatus | null;
  readonly problem?: string | null;
}

export function register(program: Command, io: CliIo): void {
  program
    .command('status')
    .description('Say what the running gateway is doing.')
    .option('--data-dir <folder>', 'of the gateway')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  plumbline status --data-dir .plumbline/gateway')
    .action((flags: { dataDir?: string; json?: boolean }) => showStatus(flags, io));
}

async function showStatus(flags: { dataDir?: string; json?: boolean }, io: CliIo): Promise<void> {
  const { env } = io;
  const given = flags.dataDir === undefined ? {} : { dataDir: flags.dataDir };
  const config = loadConfig({ flags: given, env, platform: process.platform, folder: workingFolder(env) });
  const answer = (await askControl(config.dataDir.value)) as Answer | null;
  if (answer === null) {
    throw new CommandFailure(
      EXIT.failure,
      `no gateway runs in ${config.dataDir.value}: start it with plumbline run`,
    );
  }
  if (flags.json) io.out(`${JSON.stringify(answer, null, 2)}\n`);
  else io.out(screen(answer));
}

function screen({ pid, status, problem }: Answer): string {
  if (!status) return `The gateway (process ${pid}) is starting.\n`;
  const rows = status.sensors.map((s) => [
    s.name,
    s.state,
    s.rateHz === null ? '-' : `${s.rateHz.toFixed(1)} Hz`,
    s.batteryPercent === null ? '-' : `${s.batteryPercent} %`,
    s.reason,
  ]);
  const upload = problem ?? 'connected';
  return [
    `gateway   process ${pid}`,
    `upload    ${upload}`,
    `outbox    ${status.outboxRecords} records wait, ${(status.outboxBytes / 1e6).toFixed(1)} MB on disk`,
    '',
    table(['sensor', 'state', 'rate', 'battery', 'why'], rows),
  ].join('\n');
}
