import { homedir, userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { CliIo } from './io.ts';
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
      io.say('Save it as in: plumbline service --help');
    });
}

/** Raw HCI needs two capabilities; a unit of the system can give them, one of a user cannot. */
function unit(system: boolean, io: CliIo): string {
  const config = configOf({}, io);
  const entry = fileURLToPath(new URL('../main.js', import.meta.url));
  const environment = [
    `PLUMBLINE_BLE=${config.ble.value}`,
    `PLUMBLINE_API=${config.api.value}`,
    `PLUMBLINE_DATA_DIR=${config.dataDir.value}`,
    `PLUMBLINE_TIME_ZONE=${config.timeZone.value}`,
  ];
  const asSystem = [
    `User=${userInfo().username}`,
    'AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN',
    'ProtectSystem=strict',
    `ReadWritePaths=${config.dataDir.value}`,
  ];
  return `[Unit]
Description=Plumbline gateway: records from Bluetooth sensors
After=${system ? 'network.target bluetooth.target' : 'default.target'}

[Service]
Type=exec
ExecStart=${process.execPath} ${entry} run --log json
${environment.map((line) => `Environment="${line}"`).join('\n')}
WorkingDirectory=${homedir()}
Restart=always
RestartSec=2
KillSignal=SIGTERM
TimeoutStopSec=20
NoNewPrivileges=${system ? 'false' : 'true'}
${system ? `${asSystem.join('\n')}\n` : ''}
[Install]
WantedBy=${system ? 'multi-user.target' : 'default.target'}
`;
}
