import { BleFailure } from './transport.ts';

/** Which radio to use, as given in `PLUMBLINE_BLE`. */
export type RadioChoice =
  | { readonly kind: 'dbus' | 'hci' | 'mac' | 'win' }
  | { readonly kind: 'uart'; readonly port: string }
  | { readonly kind: 'net'; readonly where: string };

export const RADIO_FORMS = 'dbus, hci, uart:/dev/ttyACM0, net:/path/to/socket, mac or win';

/** What the system's own Bluetooth is reached through. */
export function defaultRadio(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'win' : 'dbus';
}

export function parseRadio(text: string): RadioChoice {
  if (text === 'dbus' || text === 'hci' || text === 'mac' || text === 'win') return { kind: text };
  const colon = text.indexOf(':');
  const [kind, where] = [text.slice(0, colon), text.slice(colon + 1)];
  if (kind === 'uart' && where !== '') return { kind, port: where };
  if (kind === 'net' && where !== '') return { kind, where };
  throw new BleFailure('configuration', `the radio "${text}" is unknown.`, `Use one of ${RADIO_FORMS}.`);
}

export function radioTitle(choice: RadioChoice): string {
  switch (choice.kind) {
    case 'dbus':
      return "the system's Bluetooth service (D-Bus)";
    case 'hci':
      return 'the Bluetooth adapter (raw HCI)';
    case 'uart':
      return `the HCI adapter at ${choice.port}`;
    case 'net':
      return `the radio at ${choice.where}`;
    case 'mac':
      return 'the Bluetooth of macOS';
    case 'win':
      return 'the Bluetooth of Windows';
  }
}
