import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RadioChoice } from '../ble/radio-choice.ts';
import { type Finding, fail, note, ok } from './finding.ts';

/** Where the system tells about itself; another folder in tests. */
export interface SystemRoot {
  readonly root: string;
  readonly execPath: string;
  readonly user: string;
}

/** Bits of `CapEff` (linux/capability.h). */
const CAP_NET_ADMIN = 12n;
const CAP_NET_RAW = 13n;
const ADAPTERS = 'sys/class/bluetooth';
const SWITCHES = 'sys/class/rfkill';
const BUS_SOCKET = 'run/dbus/system_bus_socket';

/** What Linux needs for the chosen radio. Reads files only. */
export function checkLinuxBluetooth(choice: RadioChoice, system: SystemRoot): Finding[] {
  if (choice.kind === 'net') return [];
  if (choice.kind === 'uart') return [serialPort(choice.port, system)];
  const checks = [adapter(system), radioSwitch(system)];
  const service = bluetoothService(system);
  if (choice.kind === 'dbus') return [...checks, dbus(system), needsService(service), dbusPackage()];
  return [...checks, capabilities(system), freeOfService(service)];
}

function adapter({ root }: SystemRoot): Finding {
  const names = list(join(root, ADAPTERS)).filter((name) => /^hci\d+$/.test(name));
  if (names.length > 0) return ok('adapter', names.join(', '));
  return fail(
    'adapter',
    'the kernel knows no Bluetooth adapter',
    'plug one in, then look at: dmesg | grep -i bluetooth',
    'device',
  );
}

function radioSwitch({ root }: SystemRoot): Finding {
  const folder = join(root, SWITCHES);
  const bluetooth = list(folder).filter((name) => text(join(folder, name, 'type')) === 'bluetooth');
  const on = (name: string, kind: string): boolean => text(join(folder, name, kind)) === '1';
  if (bluetooth.some((name) => on(name, 'hard'))) {
    return fail(
      'radio switch',
      'Bluetooth is switched off by a hardware switch',
      'switch it on at the machine',
      'device',
    );
  }
  if (bluetooth.some((name) => on(name, 'soft'))) {
    return fail('radio switch', 'Bluetooth is blocked by software', 'rfkill unblock bluetooth', 'device');
  }
  return ok('radio switch', bluetooth.length > 0 ? 'not blocked' : 'none');
}

/** Raw HCI needs both: without cap_net_admin a scan starts and hears nothing, and says nothing. */
function capabilities({ root, execPath }: SystemRoot): Finding {
  const line = /^CapEff:\s*([0-9a-f]+)/m.exec(text(join(root, 'proc/self/status')));
  const bits = BigInt(`0x${line?.[1] ?? '0'}`);
  const has = (bit: bigint): boolean => (bits >> bit) % 2n === 1n;
  if (has(CAP_NET_RAW) && has(CAP_NET_ADMIN)) return ok('capabilities', 'cap_net_raw and cap_net_admin');
  const missing = [has(CAP_NET_RAW) ? '' : 'cap_net_raw', has(CAP_NET_ADMIN) ? '' : 'cap_net_admin'];
  return fail(
    'capabilities',
    `this Node.js lacks ${missing.filter(Boolean).join(' and ')}`,
    `sudo setcap cap_net_raw,cap_net_admin+eip ${realpathSync(execPath)}`,
    'permission',
  );
}

function bluetoothService({ root }: SystemRoot): boolean {
  const proc = join(root, 'proc');
  return list(proc).some((pid) => /^\d+$/.test(pid) && text(join(proc, pid, 'comm')) === 'bluetoothd');
}

function needsService(running: boolean): Finding {
  if (running) return ok('bluetoothd', 'running');
  return fail(
    'bluetoothd',
    'the Bluetooth service is not running',
    'sudo systemctl start bluetooth, or use PLUMBLINE_BLE=hci',
    'device',
  );
}

/** Both at once fight over connections: attempts fail or take many seconds. */
function freeOfService(running: boolean): Finding {
  if (!running) return ok('bluetoothd', 'not running, as raw HCI wants it');
  return note(
    'bluetoothd',
    'it shares the adapter and disturbs connections',
    'sudo systemctl stop bluetooth, or use PLUMBLINE_BLE=dbus',
  );
}

function dbus({ root }: SystemRoot): Finding {
  if (existsSync(join(root, BUS_SOCKET))) return ok('system bus', `/${BUS_SOCKET}`);
  return fail('system bus', 'no D-Bus system bus', 'start dbus, or use PLUMBLINE_BLE=hci', 'device');
}

function dbusPackage(): Finding {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('dbus-next');
    return ok('dbus-next', 'installed');
  } catch {
    return fail(
      'dbus-next',
      'the package that noble needs for D-Bus is missing',
      'pnpm add dbus-next --filter @plumbline/gateway, or use PLUMBLINE_BLE=hci',
    );
  }
}

function serialPort(port: string, { user }: SystemRoot): Finding {
  if (!existsSync(port))
    return fail(
      'serial port',
      `${port} does not exist`,
      'plug the dongle in; its name: ls /dev/serial/by-id',
      'device',
    );
  try {
    accessSync(port, constants.R_OK | constants.W_OK);
    return ok('serial port', port);
  } catch {
    return fail(
      'serial port',
      `${port} may not be used by ${user}`,
      `sudo usermod -aG dialout ${user}, then log in again`,
      'permission',
    );
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
