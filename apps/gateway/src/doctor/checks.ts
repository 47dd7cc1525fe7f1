import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { makeFolder } from '@plumbline/formats';
import { NobleTransport } from '../ble/noble-transport.ts';
import { parseRadio, type RadioChoice, radioTitle } from '../ble/radio-choice.ts';
import { BleFailure } from '../ble/transport.ts';
import type { Config } from '../config/config.ts';
import { askControl } from '../control/control-socket.ts';
import { whyUnreached } from '../rest/api-client.ts';
import { type Finding, fail, note, ok } from './finding.ts';
import { checkLinuxBluetooth } from './linux-bluetooth.ts';

const LISTEN_MS = 3_000;
const API_TIMEOUT_MS = 3_000;
const COMMAND_TIMEOUT_MS = 3_000;
const MIN_FREE_BYTES = 1e9;
/** A clock further from the API's than this mixes up what happened when. */
const MAX_CLOCK_DIFFERENCE_S = 5;

/** Every check of `plumbline doctor`, one after the other. Changes nothing and asks for no password. */
export async function* diagnose(config: Config): AsyncGenerator<Finding> {
  // One that is too old gets no further than `main.ts`.
  yield ok('Node.js', `${process.version} at ${process.execPath}`);
  const running = (await askControl(config.dataDir.value)) !== null;
  yield running
    ? ok('gateway', `one runs in ${config.dataDir.value}`)
    : ok('gateway', 'none runs at the moment');
  yield* radio(config, running);
  yield await folder(config.dataDir.value);
  yield await diskSpace(config.dataDir.value);
  yield await systemClock();
  yield timeZone(config);
  yield* await api(config.api.value);
}

async function* radio(config: Config, running: boolean): AsyncGenerator<Finding> {
  let choice: RadioChoice;
  try {
    choice = parseRadio(config.ble.value);
  } catch (error) {
    yield fail('radio', (error as Error).message, (error as BleFailure).remedy, 'usage');
    return;
  }
  yield ok('radio', `${radioTitle(choice)} (${config.ble.from})`);
  if (process.platform === 'linux') {
    const system = { root: '/', execPath: process.execPath, user: userInfo().username };
    yield* checkLinuxBluetooth(choice, system);
  }
  if (running) yield note('listening', 'left to the gateway that runs', 'plumbline status');
  else yield await listen(choice);
}

/** The proof: open the radio and hear something. */
async function listen(choice: RadioChoice): Promise<Finding> {
  const transport = new NobleTransport(choice);
  const heard = new Set<string>();
  try {
    await transport.open();
    await transport.startScan(({ id }) => heard.add(id));
    await new Promise((done) => setTimeout(done, LISTEN_MS));
    await transport.stopScan();
  } catch (error) {
    return listenFailure(error, choice);
  } finally {
    await transport.close();
  }
  if (heard.size > 0) return ok('listening', `${heard.size} devices heard in ${LISTEN_MS / 1000} s`);
  return note(
    'listening',
    `the radio works, nothing heard in ${LISTEN_MS / 1000} s`,
    'switch a sensor on and bring it near',
  );
}

function listenFailure(error: unknown, { kind }: RadioChoice): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const kindOfFailure = error instanceof BleFailure && error.code === 'permission' ? 'permission' : 'device';
  if (kind === 'mac') {
    return fail(
      'listening',
      message,
      'System Settings > Privacy & Security > Bluetooth: allow your terminal',
      'permission',
    );
  }
  const fix =
    kind === 'net' ? 'start the radio, or set PLUMBLINE_BLE' : 'see the lines above, or set PLUMBLINE_BLE';
  return fail('listening', message, fix, kindOfFailure);
}

async function folder(path: string): Promise<Finding> {
  try {
    makeFolder(path, 0o700);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok('data folder', path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      'data folder',
      `${path} cannot be written (${code})`,
      `sudo chown ${userInfo().username} ${path}, or set PLUMBLINE_DATA_DIR`,
      'permission',
    );
  }
}

async function diskSpace(path: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(path);
    const free = bavail * bsize;
    const found = `${(free / 1e9).toFixed(1)} GB free`;
    if (free >= MIN_FREE_BYTES) return ok('disk', found);
    return fail('disk', found, 'free some space: recording stops being kept when the disk is full');
  } catch (error) {
    return note('disk', `free space is unknown (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function systemClock(): Promise<Finding> {
  const synchronised = await commandOutput('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
  if (synchronised === 'yes') return ok('clock', 'kept by the network');
  if (synchronised === 'no')
    return note('clock', 'not synchronised with the network', 'sudo timedatectl set-ntp true');
  return note('clock', `${new Date().toISOString()}; whether the network keeps it is not known here`);
}

function timeZone({ timeZone: { value, from } }: Config): Finding {
  const now = new Intl.DateTimeFormat('en-GB', {
    timeZone: value,
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date());
  const found = `${value}, ${now} there (${from})`;
  if (value !== 'UTC') return ok('time zone', found);
  return note(
    'time zone',
    found,
    "days begin at midnight UTC; set the wearer's: PLUMBLINE_TIME_ZONE=Europe/Berlin",
  );
}

async function api(url: string): Promise<Finding[]> {
  const health = new URL('/v1/health', url.replace(/^ws/, 'http'));
  try {
    const before = performance.now();
    const response = await fetch(health, { signal: AbortSignal.timeout(API_TIMEOUT_MS) });
    const tookMs = performance.now() - before;
    if (!response.ok) return [fail('API', `${health.href} answers ${response.status}`, 'look at its log')];
    return [ok('API', `${health.origin} answers in ${tookMs.toFixed(0)} ms`), ...clockDifference(response)];
  } catch (error) {
    return [
      note(
        'API',
        `${health.origin} cannot be reached (${whyUnreached(error)})`,
        'start it; until then everything is kept in the outbox',
      ),
    ];
  }
}

function clockDifference(response: Response): Finding[] {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(date)) return [];
  const seconds = Math.round(Math.abs(Date.now() - date) / 1000);
  if (seconds <= MAX_CLOCK_DIFFERENCE_S) return [];
  return [
    fail('clock of the API', `${seconds} s away from the clock here`, 'let both be kept by the network'),
  ];
}

async function commandOutput(command: string, args: string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { timeout: COMMAND_TIMEOUT_MS });
    return stdout.trim();
  } catch {
    return null;
  }
}
