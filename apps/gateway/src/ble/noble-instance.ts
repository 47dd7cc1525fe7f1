import type { Noble } from '@stoprocent/noble';
import type { RadioChoice } from './radio-choice.ts';
import { BleFailure } from './transport.ts';

/** What noble's own types leave out. */
interface NobleModule {
  withBindings(kind: string, options?: object): Noble;
}

const UART_BAUD = 1_000_000;

/** A fresh noble instance for the radio. noble is loaded only here: the `net` driver has to register before. */
export async function createNoble(choice: RadioChoice): Promise<Noble> {
  try {
    return await create(choice);
  } catch (error) {
    throw explained(error, choice);
  }
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

function explained(error: unknown, choice: RadioChoice): BleFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (choice.kind === 'dbus' && text.includes('dbus-next')) {
    return new BleFailure(
      'configuration',
      'BlueZ over D-Bus needs the package dbus-next.',
      'Install it (pnpm add dbus-next --filter @plumbline/gateway), or use PLUMBLINE_BLE=hci.',
    );
  }
  return new BleFailure('no-adapter', `the radio could not be opened: ${text}.`, 'Run: plumbline doctor');
}
