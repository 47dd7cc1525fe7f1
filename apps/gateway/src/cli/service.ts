import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type Config, SETTINGS, type SettingKey } from '../config/config.ts';
import type { CliIo } from './io.ts';
import { workingFolder } from './paths.ts';
import { configOf } from './setup.ts';

const EXAMPLES = `
Examples:
  plumbline service > ~/.config/systemd/user/plumbline.service
  systemctl --user enable --now plumbline
  loginctl enable-linger                    it runs without a login, too

  plumbline service --system | sudo tee /etc/systemd/system/plumbline.service
  journalctl --user -u plumbline -o cat     its log: one JSON object a line`;

export function register(program: Command, io: CliIo): void {
  program
    .command('service')
    .description('Print a systemd unit that keeps the gateway running.')
    .option('--system', 'for the whole machine instead of this user')
    .addHelpText('after', EXAMPLES)
    .action((flags: { system?: boolean }) => {
      io.out(unit(flags.system ?? false, io));
      const { value: folder } = configOf({}, io).dataDir;
      if (flags.system && !existsSync(folder)) io.say(`Make its folder first: mkdir -p ${folder}`);
      io.say('Save it as in: plumbline service --help');
    });
}

/** What a unit needs of the configuration, whatever it came from. */
const ALWAYS: readonly SettingKey[] = ['ble', 'api', 'dataDir', 'timeZone'];
/** Bluetooth, the API, D-Bus and names of hosts. */
const SOCKETS = 'AF_UNIX AF_INET AF_INET6 AF_BLUETOOTH AF_NETLINK';

function unit(system: boolean, io: CliIo): string {
  const config = configOf({}, io);
  const entry = fileURLToPath(new URL('../main.js', import.meta.url));
  return `[Unit]
Description=Plumbline gateway: records from Bluetooth sensors
After=${system ? 'network.target bluetooth.target' : 'default.target'}

[Service]
Type=notify
NotifyAccess=all
ExecStart=${quoted(process.execPath)} ${quoted(entry)} run --log json
${environmentOf(config).join('\n')}
WorkingDirectory=${escaped(workingFolder(io.env))}
Restart=always
RestartSec=2
KillSignal=SIGTERM
TimeoutStopSec=20
UMask=0077
${(system ? hardenedForSystem(config) : hardened(config)).join('\n')}

[Install]
WantedBy=${system ? 'multi-user.target' : 'default.target'}
`;
}

/** What was given in the environment now is given to the service, too. A file is read where it stands. */
function environmentOf(config: Config): string[] {
  const keys = (Object.keys(SETTINGS) as SettingKey[]).filter(
    (key) => ALWAYS.includes(key) || config[key].from === SETTINGS[key].env,
  );
  return keys.map((key) => {
    const { value } = config[key];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `Environment=${quoted(`${SETTINGS[key].env}=${text}`)}`;
  });
}

/**
 * Works for a user's units, too. Memory that may be written and executed stays allowed: V8 compiles. Raw HCI of a
 * user's unit lives from the capabilities of the node binary (`setcap`), which this would take away.
 */
function hardened(config: Config): string[] {
  const keepsFileCapabilities = config.ble.value === 'hci';
  return [
    `NoNewPrivileges=${keepsFileCapabilities ? 'false' : 'true'}`,
    `RestrictAddressFamilies=${SOCKETS}`,
    'RestrictNamespaces=true',
    'RestrictRealtime=true',
    'RestrictSUIDSGID=true',
    'LockPersonality=true',
    'SystemCallArchitectures=native',
  ];
}

/** Raw HCI needs two capabilities, which a unit of the system can give. */
function hardenedForSystem(config: Config): string[] {
  const capabilities = config.ble.value === 'hci' ? 'CAP_NET_RAW CAP_NET_ADMIN' : '';
  return [
    `User=${userInfo().username}`,
    ...(config.ble.value.startsWith('uart:') ? ['SupplementaryGroups=dialout'] : []),
    `CapabilityBoundingSet=${capabilities}`,
    `AmbientCapabilities=${capabilities}`,
    ...hardened(config).map((line) => line.replace('NoNewPrivileges=false', 'NoNewPrivileges=true')),
    'ProtectSystem=strict',
    `ReadWritePaths=${quoted(config.dataDir.value)}`,
    'ProtectHome=read-only',
    ...['ControlGroups', 'KernelLogs', 'KernelModules', 'KernelTunables', 'Hostname', 'Clock'].map(
      (what) => `Protect${what}=true`,
    ),
  ];
}

/** A percent sign begins a specifier in a unit. */
const escaped = (text: string): string => text.replaceAll('%', '%%');
const quoted = (text: string): string =>
  /[\s"']|\\/.test(text) || text.includes('=')
    ? `"${escaped(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : escaped(text);
