import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { parseAxes } from '@plumbline/core';
import { Command, InvalidArgumentError } from 'commander';
import { messageOf, StartFailure } from './failure.ts';

export interface StartOptions {
  readonly recording: string | null;
  readonly speed: number;
  readonly port: number;
  readonly dataDir: string;
  /** Radio of a real sensor (`dbus`, `hci`, `uart:/dev/ttyACM0`, ...), or null for the virtual one. */
  readonly ble: string | null;
  readonly seed: number;
  readonly databaseUrl: string | null;
  readonly axes: string | null;
}

const DEFAULT_PORT = 4780;
const DEFAULT_DATA_DIR = '.plumbline';
const MAX_PORT = 65_535;
/** Beyond this the virtual radio's 22.5 ms connection events cannot carry a 100 Hz sensor. */
const MAX_SPEED = 20;
const HOST = '127.0.0.1';

const EXAMPLES = `
Examples:
  npx --yes pnpm@12.21.0 start
  npx --yes pnpm@12.21.0 start --recording my-walk.csv.gz --speed 4
  npx --yes pnpm@12.21.0 start --ble dbus              a real sensor over the system's Bluetooth
  DATABASE_URL=postgres://user@host/plumbline npx --yes pnpm@12.21.0 start

Ctrl-C stops everything and keeps what was measured.`;

export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const program = new Command('start')
    .description('Runs Plumbline on this machine: database, API, gateway, sensor and dashboard.')
    .option('--recording <file>', 'play a recording (.csv, .csv.gz) instead of the synthetic workday')
    .option('--speed <n>', `play n times faster, up to ${MAX_SPEED}`, number(0.1, MAX_SPEED), 1)
    .option('--port <port>', 'where the dashboard is served', number(0, MAX_PORT), DEFAULT_PORT)
    .option('--data-dir <folder>', 'where everything is stored', DEFAULT_DATA_DIR)
    .option('--ble <radio>', 'use a real sensor: dbus, hci, uart:/dev/tty..., mac or win')
    .option('--axes <x,y,z>', 'where the sensor axes point, such as up,right,forward', axes)
    .option('--seed <n>', 'of the synthetic workday', number(0, 2 ** 31), 1)
    .addHelpText('after', EXAMPLES)
    .parse([...argv], { from: 'user' });
  const given = program.opts();
  // pnpm runs scripts in the package's folder; people mean the folder they stand in.
  const from = (path: string): string => (isAbsolute(path) ? path : resolve(env.INIT_CWD ?? '.', path));
  return {
    recording: given.recording === undefined ? null : from(given.recording),
    speed: given.speed,
    port: given.port,
    dataDir: given.dataDir === DEFAULT_DATA_DIR ? resolve(DEFAULT_DATA_DIR) : from(given.dataDir),
    ble: given.ble ?? null,
    seed: given.seed,
    databaseUrl: env.DATABASE_URL || null,
    axes: given.axes ?? null,
  };
}

function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a number from ${min} to ${max}.`);
  };
}

function axes(text: string): string {
  try {
    parseAxes(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** Fails before anything is started when the dashboard's port is in use; 0 chooses a free one. */
export async function freePort(port: number): Promise<number> {
  const server = createServer();
  const failure = await new Promise<NodeJS.ErrnoException | null>((done) => {
    server.once('error', done);
    server.listen({ port, host: HOST, exclusive: true }, () => done(null));
  });
  if (failure !== null) throw portFailure(port, failure);
  const chosen = (server.address() as AddressInfo).port;
  await new Promise((done) => server.close(done));
  return chosen;
}

function portFailure(port: number, error: NodeJS.ErrnoException): StartFailure {
  if (error.code === 'EADDRINUSE') {
    return new StartFailure(`Port ${port} is already in use.`, `Choose another one: --port ${port + 1}`);
  }
  return new StartFailure(
    `Port ${port} cannot be used (${error.code ?? error.message}).`,
    `Choose another one, such as --port ${DEFAULT_PORT}.`,
  );
}

export async function requireWritableFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartFailure(
      `The data folder ${folder} cannot be written (${reason}).`,
      'Make it writable, or choose another one with --data-dir <folder>.',
    );
  }
}
