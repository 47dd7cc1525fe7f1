import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Config } from '../config/config.ts';
import { ControlSocket } from '../control/control-socket.ts';
import { Gateway } from '../gateway.ts';
import { HealthServer } from '../health/health-server.ts';
import { OUTBOX_DEFAULTS } from '../outbox/outbox.ts';
import { GatewayState } from '../store/gateway-state.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { notifyReady } from './notify-ready.ts';
import { catalogueOf, configOf, hostClock } from './setup.ts';

const EXAMPLES = `
Examples:
  plumbline run
  plumbline run --ble hci --data-dir /var/lib/plumbline
  PLUMBLINE_API=ws://127.0.0.1:4780/v1/ingest plumbline run

Ctrl-C stops it and keeps what was measured.`;

interface RunFlags {
  readonly ble?: string;
  readonly api?: string;
  readonly dataDir?: string;
  readonly log?: 'text' | 'json';
}

export function register(program: Command, io: CliIo): void {
  program
    .command('run')
    .description('Record from the sensors and send what was measured to the API, until stopped.')
    .option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win')
    .option('--api <url>', 'where records are sent')
    .option('--data-dir <folder>', 'where the outbox and pairings live')
    .addOption(new Option('--log <form>', 'of what it says').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action((flags: RunFlags) => run(flags, io));
}

async function run({ log, ...flags }: RunFlags, io: CliIo): Promise<void> {
  const config = configOf(flags, io);
  const directory = config.dataDir.value;
  const say = log === 'json' ? jsonLog(io) : (line: string) => io.say(line);
  let gateway: Gateway | null = null;
  const control = await ControlSocket.listen(directory, () => gateway?.health() ?? { pid: process.pid });
  // Only now: whoever holds the socket owns the files.
  const state = new GatewayState(directory, randomUUID);
  state.trySave();
  gateway = new Gateway({
    config,
    outboxBounds: OUTBOX_DEFAULTS,
    outboxDirectory: join(directory, 'outbox'),
    state,
    catalogue: catalogueOf(config, io),
    clock: hostClock(config),
    newId: randomUUID,
    say,
  });
  const health = await serveHealth(config, gateway);
  process.send?.({ type: 'ready' });
  notifyReady(io.env, say);
  await gateway.run(io.stop);
  await health?.close();
  await control.close();
  const kept = gateway.outbox.pendingRecords;
  say(
    kept === 0 ? 'Stopped: everything measured is stored.' : `Stopped: ${kept} records wait in the outbox.`,
  );
}

async function serveHealth(config: Config, gateway: Gateway): Promise<HealthServer | null> {
  const port = config.metricsPort.value;
  if (port === null) return null;
  try {
    return await HealthServer.listen(port, () => gateway.health());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      EXIT.failure,
      `port ${port} for metrics cannot be used (${code}): choose another PLUMBLINE_METRICS_PORT`,
    );
  }
}

/** One JSON object a line, for a log collector. */
function jsonLog(io: CliIo): (line: string) => void {
  return (line) => io.say(JSON.stringify({ time: new Date().toISOString(), message: line }));
}
