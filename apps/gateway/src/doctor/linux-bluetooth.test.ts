import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RadioChoice } from '../ble/radio-choice.ts';
import { checkLinuxBluetooth } from './linux-bluetooth.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-doctor-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const findings = (choice: RadioChoice): Record<string, string> => {
  const system = { root, execPath: process.execPath, user: 'anna' };
  return Object.fromEntries(
    checkLinuxBluetooth(choice, system).map(({ check, level, fix }) => [check, fix ?? level]),
  );
};

test('a machine that is ready for raw HCI', () => {
  file('sys/class/bluetooth/hci0/address', '');
  file('sys/class/rfkill/rfkill0/type', 'bluetooth\n');
  file('sys/class/rfkill/rfkill0/soft', '0\n');
  file('proc/self/status', 'Name:\tnode\nCapEff:\t0000000000003000\n');
  expect(findings({ kind: 'hci' })).toEqual({
    adapter: 'ok',
    'radio switch': 'ok',
    capabilities: 'ok',
    bluetoothd: 'ok',
  });
});

test('each obstacle names the command against it', () => {
  file('sys/class/rfkill/rfkill0/type', 'bluetooth');
  file('sys/class/rfkill/rfkill0/soft', '1');
  file('proc/self/status', 'CapEff:\t0000000000002000');
  file('proc/77/comm', 'bluetoothd');
  const found = findings({ kind: 'hci' });
  expect(found.adapter).toContain('dmesg');
  expect(found['radio switch']).toBe('rfkill unblock bluetooth');
  expect(found.capabilities).toMatch(/^sudo setcap cap_net_raw,cap_net_admin\+eip \/.*node$/);
  expect(found.bluetoothd).toBe('sudo systemctl stop bluetooth, or use PLUMBLINE_BLE=dbus');
});

test('the service that raw HCI does not want is the one D-Bus needs', () => {
  file('sys/class/bluetooth/hci0/address', '');
  file('run/dbus/system_bus_socket', '');
  expect(findings({ kind: 'dbus' })).toMatchObject({
    'system bus': 'ok',
    bluetoothd: 'sudo systemctl start bluetooth, or use PLUMBLINE_BLE=hci',
    'dbus-next': 'ok',
  });
});

test('a dongle that is not there, and a virtual radio that needs nothing', () => {
  expect(findings({ kind: 'uart', port: join(root, 'ttyACM0') })['serial port']).toContain(
    'ls /dev/serial/by-id',
  );
  expect(findings({ kind: 'net', where: '/run/hci' })).toEqual({});
});
