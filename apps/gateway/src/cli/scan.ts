import { randomUUID } from 'node:crypto';
import type { Driver } from '@plumbline/sensor-protocol';
import type { Command } from 'commander';
import type { Sighting } from '../ble/transport.ts';
import { GatewayState } from '../store/gateway-state.ts';
import { sleep } from '../time/sleep.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { withRadio } from './one-sensor.ts';
import { seconds } from './options.ts';
import { catalogueOf, configOf } from './setup.ts';
import { table } from './table.ts';
import { age, bars, paint, Redraw, signal } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline scan                 a live table, until Ctrl-C
  plumbline scan --for 5 --json  what was heard in five seconds, as JSON`;

const REDRAW_MS = 500;
const DEFAULT_SECONDS = 10;
/** Below that the signal is shown without its number. */
const WIDE = 96;
const ADDRESS_COLUMN = 1;

interface ScanFlags {
  readonly for?: number;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly ble?: string;
}

interface Heard {
  readonly sighting: Sighting;
  readonly driver: Driver | null;
  /** As advertised, else what the gateway heard last. */
  readonly battery: number | null;
  readonly atMs: number;
}

export function register(program: Command, io: CliIo): void {
  program
    .command('scan')
    .description('Show which sensors are heard, how strongly, and which driver knows them.')
    .option('--for <seconds>', 'stop after this long', seconds)
    .option('--all', 'also devices that no driver knows')
    .option('--json', 'as JSON, at the end')
    .option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win')
    .addHelpText('after', EXAMPLES)
    .action((flags: ScanFlags) => scan(flags, io));
}

async function scan(flags: ScanFlags, io: CliIo): Promise<void> {
  const heard = new Map<string, Heard>();
  const live = io.terminal && !flags.json;
  const limitS = flags.for ?? (live ? Number.POSITIVE_INFINITY : DEFAULT_SECONDS);
  const config = configOf({ ble: flags.ble }, io);
  const catalogue = catalogueOf(config, io);
  const remembered = new GatewayState(config.dataDir.value, randomUUID);
  const note = (sighting: Sighting): void => {
    const driver = catalogue.match(sighting.advertisement);
    const battery = sighting.batteryPercent ?? remembered.sensor(sighting.id)?.batteryPercent ?? null;
    heard.set(sighting.id, { sighting, driver, battery, atMs: performance.now() });
  };
  await withRadio(config, async (transport) => {
    io.say(`Listening with ${transport.title}.${live ? ' Ctrl-C ends.' : ''}`);
    await transport.startScan(note);
    await watch(heard, flags, io, live, limitS);
    await transport.stopScan();
  });
  if (live) io.talk('\n');
  if (flags.json) io.out(`${JSON.stringify(shown(heard, flags).map(facts), null, 2)}\n`);
  else if (!live) io.out(screen(heard, flags, io));
  if (shown(heard, flags).length === 0) {
    throw new CommandFailure(
      EXIT.noDevice,
      'No sensor was heard: switch it on, bring it near, and end its connection to a phone. plumbline doctor checks the radio.',
    );
  }
}

async function watch(
  heard: ReadonlyMap<string, Heard>,
  flags: ScanFlags,
  io: CliIo,
  live: boolean,
  limitS: number,
): Promise<void> {
  const until = performance.now() + limitS * 1000;
  const redraw = new Redraw(io);
  while (!io.stop.aborted && performance.now() < until) {
    if (live) redraw.show(screen(heard, flags, io));
    await sleep(Math.min(REDRAW_MS, until - performance.now()), io.stop);
  }
}

/** Known ones first, then by name, so that rows do not jump with the signal. */
function shown(heard: ReadonlyMap<string, Heard>, { all }: ScanFlags): Heard[] {
  return [...heard.values()]
    .filter(({ driver }) => all || driver !== null)
    .sort(
      (a, b) => Number(b.driver !== null) - Number(a.driver !== null) || order(a).localeCompare(order(b)),
    );
}

const order = ({ sighting }: Heard): string => `${sighting.name} ${sighting.id}`;

function screen(heard: ReadonlyMap<string, Heard>, flags: ScanFlags, io: CliIo): string {
  const rows = shown(heard, flags).map(({ sighting, driver, battery, atMs }) => [
    paint(io, 'bold', sighting.name),
    sighting.address ?? sighting.id,
    driver === null ? paint(io, 'dim', 'unknown') : `${driver.id}, ${driver.tier}`,
    io.columns < WIDE ? bars(sighting.rssiDbm) : signal(sighting.rssiDbm),
    battery === null ? '-' : `${battery} %`,
    age((performance.now() - atMs) / 1000),
  ]);
  const rest = heard.size - rows.length;
  const more = rest > 0 ? paint(io, 'dim', `and ${rest} other devices (--all shows them)\n`) : '';
  if (rows.length === 0) return `${paint(io, 'dim', 'nothing known yet')}\n${more}`;
  return (
    table(['name', 'address', 'driver', 'signal', 'battery', 'heard'], rows, io.columns, [ADDRESS_COLUMN]) +
    more
  );
}

function facts({ sighting, driver, battery, atMs }: Heard): object {
  const { id, name, address, rssiDbm } = sighting;
  const heardSecondsAgo = Number(((performance.now() - atMs) / 1000).toFixed(1));
  return {
    id,
    name,
    address,
    rssiDbm,
    batteryPercent: battery,
    driver: driver?.id ?? null,
    tier: driver?.tier ?? null,
    heardSecondsAgo,
  };
}
