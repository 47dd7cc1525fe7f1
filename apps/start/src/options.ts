import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { parseAxes } from '@plumbline/core';
import { makeFolder } from '@plumbline/formats';
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
  /** People who are made up, with weeks of data, in a folder of their own. */
  readonly demo: boolean;
  /** Deletes that folder and does nothing else. */
  readonly demoRemove: boolean;
}

const DEFAULT_PORT = 4780;
const DEFAULT_DATA_DIR = '.plumbline';
/** Real data and made-up ones never share a database. */
const DEMO_DATA_DIR = '.plumbline/demo';
const MAX_PORT = 65_535;
/** Beyond this the virtual radio's 22.5 ms connection events cannot carry a 100 Hz sensor. */
const MAX_SPEED = 20;
const HOST = '127.0.0.1';

const EXAMPLES = `
Examples:
  npx --yes pnpm@12.21.0 start                         a demonstration: everybody in it is made up
  npx --yes pnpm@12.21.0 start --demo-remove           deletes the demonstration
  npx --yes pnpm@12.21.0 start --recording my-walk.csv.gz --speed 4
  npx --yes pnpm@12.21.0 start --ble dbus              a real sensor over the system's Bluetooth
  DATABASE_URL=postgres://user@host/plumbline npx --yes pnpm@12.21.0 start

Ctrl-C stops everything and keeps what was measured.`;

export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const program = new Command('start')
    .description('Runs Plumbline on this machine: database, API, gateway, sensor and dashboard.')
    .option('--recording <file>', 'play a recording (.csv, .csv.gz) instead of the synthetic workday')
    .option('--speed <n>', `play n times faster, up to ${MAX_SPEED}`, number(0.1, MAX_SPEED), 1)
    .option('--port <port>', 'where the dashboard is served', port, DEFAULT_PORT)
    .option(
      '--data-dir <folder>',
      `where everything is stored (${DEFAULT_DATA_DIR}, a demonstration in ${DEMO_DATA_DIR})`,
    )
    .option('--ble <radio>', 'use a real sensor: dbus, hci, uart:/dev/tty..., mac or win', radio)
    .option('--axes <x,y,z>', 'where the sensor axes point, such as up,right,forward', axes)
    .option('--seed <n>', 'of the synthetic workday', number(0, 2 ** 31), 1)
    .option(
      '--demo',
      'three wearers with twelve weeks each, a therapist, a researcher and an operator, all made up',
    )
    .option('--no-demo', 'the synthetic workday alone, without made-up people')
    .option('--demo-remove', 'delete the demonstration and end')
    .addHelpText('after', EXAMPLES)
    .parse([...argv], { from: 'user' });
  const given = program.opts();
  // pnpm runs scripts in the package's folder; people mean the folder they stand in.
  const from = (path: string): string => (isAbsolute(path) ? path : resolve(env.INIT_CWD ?? '.', path));
  const databaseUrl = env.DATABASE_URL || null;
  const demoRemove = given.demoRemove === true;
  const measures = given.recording !== undefined || given.ble !== undefined || databaseUrl !== null;
  const demo = given.demo ?? !measures;
  return {
    recording: given.recording === undefined ? null : from(given.recording),
    speed: given.speed,
    port: given.port,
    dataDir:
      given.dataDir === undefined
        ? resolve(demo || demoRemove ? DEMO_DATA_DIR : DEFAULT_DATA_DIR)
        : from(given.dataDir),
    ble: given.ble ?? null,
    seed: given.seed,
    databaseUrl,
    axes: given.axes ?? null,
    demo,
    demoRemove,
  };
}

function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a number from ${min} to ${max}.`);
  };
}

function port(text: string): number {
  const value = number(0, MAX_PORT)(text);
  if (Number.isInteger(value)) return value;
  throw new InvalidArgumentError(`Give a whole number from 0 to ${MAX_PORT}.`);
}

/** As the gateway reads it, which is asked only when database and API are up. */
const RADIO = /^(dbus|hci|mac|win|(uart|net):.+)$/;

function radio(text: string): string {
  if (RADIO.test(text)) return text;
  throw new InvalidArgumentError(
    'Give one of dbus, hci, uart:/dev/ttyACM0, net:/path/to/socket, mac or win.',
  );
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
    makeFolder(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartFailure(
      `The data folder ${folder} cannot be written (${reason}).`,
      'Make it writable, or choose another one with --data-dir <folder>.',
    );
  }
}
