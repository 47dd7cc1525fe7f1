import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { Driver } from '@plumbline/sensor-protocol';
import type { Command } from 'commander';
import type { BleTransport, Sighting } from '../ble/transport.ts';
import type { Config } from '../config/config.ts';
import { ControlSocket } from '../control/control-socket.ts';
import { CsvRecorder } from '../record/csv-recorder.ts';
import type { SensorCatalogue } from '../sensor/catalogue.ts';
import { SensorConnection } from '../sensor/sensor-connection.ts';
import { GatewayState } from '../store/gateway-state.ts';
import { sleep } from '../time/sleep.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { withRadio } from './one-sensor.ts';
import { catalogueOf, configOf, hostClock } from './setup.ts';
import { table } from './table.ts';
import { paint, signal } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline pair                           choose from what is heard
  plumbline pair --yes c0:de:00:00:00:01   without asking
  plumbline pair --list
  plumbline pair --remove c0:de:00:00:00:01

Once a sensor is paired the gateway holds the paired ones and no others.`;

const LISTEN_MS = 6_000;
const TRY_MS = 6_000;

interface PairFlags {
  readonly yes?: boolean;
  readonly list?: boolean;
  readonly remove?: string;
  readonly json?: boolean;
  readonly ble?: string;
  readonly dataDir?: string;
}

interface Candidate {
  readonly sighting: Sighting;
  readonly driver: Driver;
}

export function register(program: Command, io: CliIo): void {
  program
    .command('pair')
    .description('Choose the sensors that the gateway records.')
    .argument('[id]', 'address, id or name of the sensor')
    .option('--yes', 'do not ask')
    .option('--list', 'show the paired sensors')
    .option('--remove <id>', 'forget a paired sensor')
    .option('--json', 'as JSON')
    .option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win')
    .option('--data-dir <folder>', 'of the gateway')
    .addHelpText('after', EXAMPLES)
    .action((id: string | undefined, flags: PairFlags) => pair(id ?? null, flags, io));
}

async function pair(id: string | null, flags: PairFlags, io: CliIo): Promise<void> {
  const config = configOf({ ble: flags.ble, dataDir: flags.dataDir }, io);
  const state = (): GatewayState => new GatewayState(config.dataDir.value, randomUUID);
  if (flags.list) return showPaired(state(), flags, io);
  // The gateway writes the same file and holds the radio.
  const control = await ControlSocket.listen(config.dataDir.value, () => ({ pid: process.pid }));
  try {
    if (flags.remove !== undefined) remove(state(), flags.remove, io);
    else await choose(id, flags, config, state(), io);
  } finally {
    await control.close();
  }
}

function showPaired(state: GatewayState, { json }: PairFlags, io: CliIo): void {
  if (json) io.out(`${JSON.stringify(state.paired, null, 2)}\n`);
  else if (state.paired.length === 0) io.say('No sensor is paired: the gateway takes the first it knows.');
  else
    io.out(
      table(
        ['name', 'id', 'driver'],
        state.paired.map((s) => [s.name, s.id, s.driver]),
      ),
    );
}

function remove(state: GatewayState, id: string, io: CliIo): void {
  const wanted = state.paired.find((sensor) => matches(id, [sensor.id, sensor.name]));
  if (wanted === undefined)
    throw new CommandFailure(EXIT.usage, `${id} is not paired. See: plumbline pair --list`);
  state.unpair(wanted.id);
  io.say(`${wanted.name} is forgotten.`);
}

async function choose(
  id: string | null,
  flags: PairFlags,
  config: Config,
  state: GatewayState,
  io: CliIo,
): Promise<void> {
  await withRadio(config, async (transport) => {
    const heard = await listen(id, transport, catalogueOf(config, io), io);
    const { sighting, driver } = await pick(heard, flags, io);
    const samples = await tryOut(transport, { sighting, driver }, config, io);
    state.pair({ id: sighting.id, driver: driver.id, name: sighting.name });
    if (flags.json)
      io.out(`${JSON.stringify({ id: sighting.id, driver: driver.id, name: sighting.name })}\n`);
    io.say(`${sighting.name} is paired; ${samples} samples came in while trying it out.`);
  });
}

async function listen(
  id: string | null,
  transport: BleTransport,
  catalogue: SensorCatalogue,
  io: CliIo,
): Promise<Candidate[]> {
  const heard = new Map<string, Candidate>();
  io.say(`Listening with ${transport.title} for ${LISTEN_MS / 1000} s.`);
  await transport.startScan((sighting) => {
    const driver = catalogue.match(sighting.advertisement);
    const wanted = id === null || matches(id, [sighting.id, sighting.address, sighting.name]);
    if (driver !== null && wanted) heard.set(sighting.id, { sighting, driver });
  });
  const until = performance.now() + LISTEN_MS;
  while (performance.now() < until && !io.stop.aborted && (id === null || heard.size === 0))
    await sleep(100, io.stop);
  await transport.stopScan();
  if (heard.size > 0) return [...heard.values()].sort((a, b) => strength(b) - strength(a));
  const what = id === null ? 'No known sensor was heard' : `${id} was not heard`;
  throw new CommandFailure(
    EXIT.noDevice,
    `${what}: switch it on and end its connection to a phone. See: plumbline scan --all`,
  );
}

const strength = ({ sighting }: Candidate): number => sighting.rssiDbm ?? Number.NEGATIVE_INFINITY;

async function pick(heard: readonly Candidate[], { yes }: PairFlags, io: CliIo): Promise<Candidate> {
  const rows = heard.map(({ sighting, driver }, i) => [
    String(i + 1),
    sighting.name,
    sighting.address ?? sighting.id,
    `${driver.id} (${driver.tier})`,
    signal(sighting.rssiDbm),
  ]);
  if (heard.length === 1 && yes) return heard[0]!;
  io.say(table(['', 'name', 'address', 'driver', 'signal'], rows).trimEnd());
  if (yes || !io.interactive) {
    throw new CommandFailure(EXIT.usage, `Say which one: plumbline pair --yes ${heard[0]!.sighting.id}`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Pair which one? [1-${heard.length}, Enter for 1] `, {
    signal: io.stop,
  });
  terminal.close();
  const chosen = heard[answer.trim() === '' ? 0 : Number(answer) - 1];
  if (chosen === undefined)
    throw new CommandFailure(EXIT.usage, `"${answer}" is none of 1 to ${heard.length}.`);
  return chosen;
}

/** A sensor that cannot be set up is not worth pairing. */
async function tryOut(
  transport: BleTransport,
  { sighting, driver }: Candidate,
  config: Config,
  io: CliIo,
): Promise<number> {
  io.say(`Connecting to ${paint(io, 'bold', sighting.name)} and waiting for samples.`);
  const clock = hostClock(config);
  const settings = catalogueOf(config, io).settings(driver, config.rateHz.value);
  const recorder = new CsvRecorder({
    driver,
    settings,
    clock,
    seedSlopePpm: null,
    afterUs: 0,
    write: () => {},
    withHeader: false,
    capture: null,
  });
  const link = await transport.connect(sighting.id);
  const connection = new SensorConnection({
    link,
    name: sighting.name,
    driver,
    settings,
    recorder,
    clock,
    status: () => {},
    say: io.say,
  });
  const over = AbortSignal.any([io.stop, AbortSignal.timeout(TRY_MS)]);
  const reason = await connection.run(over);
  if (recorder.samples > 0) return recorder.samples;
  throw new CommandFailure(
    EXIT.failure,
    `${sighting.name} sent no samples (${reason}): switch it off and on, and try again`,
  );
}

function matches(wanted: string, names: readonly (string | null)[]): boolean {
  return names.some((name) => name?.toLowerCase() === wanted.toLowerCase());
}
