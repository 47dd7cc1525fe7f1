import type { EventEmitter } from 'node:events';
import type { Noble } from '@stoprocent/noble';
import { defaultRadio, type RadioChoice } from './radio-choice.ts';
import { BleFailure } from './transport.ts';

/** What noble's own types leave out. */
interface NobleModule {
  withBindings(kind: string, options?: object): Noble;
}

const UART_BAUD = 1_000_000;

/** Radios that are a part of one system. */
const SYSTEM_OF: Partial<Record<RadioChoice['kind'], NodeJS.Platform>> = {
  dbus: 'linux',
  mac: 'darwin',
  win: 'win32',
};

/** A fresh noble instance for the radio. noble is loaded only here: the `net` driver has to register before. */
export async function createNoble(choice: RadioChoice): Promise<Noble> {
  refuseForeign(choice);
  try {
    const noble = await create(choice);
    quietNoble();
    noble.removeAllListeners('warning');
    keepOwnSignals(() => noble.state);
    surviveBusLoss(noble);
    return noble;
  } catch (error) {
    throw explained(error, choice);
  }
}

function refuseForeign({ kind }: RadioChoice): void {
  const system = SYSTEM_OF[kind];
  if (system === undefined || system === process.platform) return;
  throw new BleFailure(
    'configuration',
    `the radio "${kind}" belongs to another system than this one (${process.platform}).`,
    `Leave PLUMBLINE_BLE away, or use ${defaultRadio(process.platform)}.`,
  );
}

async function create(choice: RadioChoice): Promise<Noble> {
  if (choice.kind === 'net') {
    const { netBindings, registerNetDriver } = await import('@plumbline/radio/hci-net');
    registerNetDriver(import.meta.url);
    return (await loadNoble()).withBindings('hci', netBindings(choice.where));
  }
  const { withBindings } = await loadNoble();
  if (choice.kind !== 'uart') return withBindings(choice.kind);
  const uart = { port: choice.port, baudRate: UART_BAUD };
  return withBindings('hci', { hciDriver: 'uart', bindParams: { uart } });
}

async function loadNoble(): Promise<NobleModule> {
  const module = (await import('@stoprocent/noble')) as unknown as { default: NobleModule };
  return module.default;
}

/** Reading the state starts the bindings. Their SIGINT handler exits at once; ours flushes first. */
function keepOwnSignals(start: () => unknown): void {
  const before = new Set(process.listeners('SIGINT'));
  start();
  for (const listener of process.listeners('SIGINT')) {
    if (!before.has(listener)) process.removeListener('SIGINT', listener);
  }
}

let quiet = false;

/**
 * The bindings print several lines about a missing adapter on stdout, where data goes, again and again; we say
 * it once, with a remedy. What else they print goes to stderr.
 */
function quietNoble(): void {
  if (quiet) return;
  quiet = true;
  const print = console.error.bind(console);
  let follows = false;
  const filtered = (...words: unknown[]): void => {
    const text = String(words[0]);
    follows = text.startsWith('noble warning:') || (follows && text.startsWith('       '));
    if (!follows) print(...words);
  };
  console.log = filtered;
  console.warn = filtered;
}

/** A bus that goes away is an event nobody in the bindings listens to: it would end the process. */
function surviveBusLoss(noble: Noble): void {
  const { _bindings: bindings } = noble as unknown as { _bindings: EventEmitter & { _bus?: EventEmitter } };
  bindings._bus?.on('error', () => bindings.emit('stateChange', 'unsupported'));
}

function explained(error: unknown, choice: RadioChoice): BleFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (choice.kind === 'dbus' && text.includes('dbus-next')) {
    return new BleFailure(
      'configuration',
      'BlueZ over D-Bus needs the package dbus-next.',
      'Install it (pnpm add dbus-next --filter @plumbline/gateway), or use PLUMBLINE_BLE=hci.',
    );
  }
  return new BleFailure(
    'no-adapter',
    `the radio could not be opened: ${text}.`,
    'The command "plumbline doctor" tells why.',
  );
}
