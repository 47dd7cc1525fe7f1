import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { ControlSocket } from '../control/control-socket.ts';
import { Gateway } from '../gateway.ts';
import { OUTBOX_DEFAULTS } from '../outbox/outbox.ts';
import { GatewayState } from '../store/gateway-state.ts';
import { HostClock } from '../time/host-clock.ts';
import type { CliIo } from './io.ts';
import { workingFolder } from './paths.ts';

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
}

export function register(program: Command, io: CliIo): void {
  program
    .command('run')
    .description('Record from the sensors and send what was measured to the API, until stopped.')
    .option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win')
    .option('--api <url>', 'where records are sent')
    .option('--data-dir <folder>', 'where the outbox and pairings live')
    .addHelpText('after', EXAMPLES)
    .action((flags: RunFlags) => run(flags, io));
}

async function run(flags: RunFlags, io: CliIo): Promise<void> {
  const { env } = io;
  const config = loadConfig({
    flags: { ...flags },
    env,
    platform: process.platform,
    folder: workingFolder(env),
  });
  const directory = config.dataDir.value;
  const state = new GatewayState(directory, randomUUID);
  state.save();
  let gateway: Gateway | null = null;
  const control = await ControlSocket.listen(directory, () => ({
    pid: process.pid,
    status: gateway?.status() ?? null,
    problem: gateway?.uploader.problem ?? null,
  }));
  gateway = new Gateway({
    config,
    outboxBounds: OUTBOX_DEFAULTS,
    outboxDirectory: join(directory, 'outbox'),
    state,
    clock: new HostClock(systemTime, config.playback.value),
    newId: randomUUID,
    say: (line) => io.say(line),
  });
  process.send?.({ type: 'ready' });
  await gateway.run(io.stop);
  await control.close();
  const kept = gateway.outbox.pendingRecords;
  io.say(
    kept === 0 ? 'Stopped: everything measured is stored.' : `Stopped: ${kept} records wait in the outbox.`,
  );
}

const systemTime = {
  monotonicNs: () => process.hrtime.bigint(),
  wallMs: () => Date.now(),
};
