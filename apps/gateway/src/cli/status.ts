import type { Command } from 'commander';
import { askControl } from '../control/control-socket.ts';
import type { GatewayHealth, SensorHealth } from '../health/health.ts';
import { sleep } from '../time/sleep.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { configOf } from './setup.ts';
import { table } from './table.ts';
import { bytes, paint, Redraw, signal, type Tone } from './ui.ts';

const EXAMPLES = `
Examples:
  plumbline status
  plumbline status --watch
  plumbline status --json --data-dir .plumbline/gateway`;

const REDRAW_MS = 1_000;
const LABEL_WIDTH = 10;
const INDENT = '  ';

interface StatusFlags {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

export function register(program: Command, io: CliIo): void {
  program
    .command('status')
    .description('Say what the running gateway is doing.')
    .option('--data-dir <folder>', 'of the gateway')
    .option('--watch', 'again every second, until Ctrl-C')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: StatusFlags) => status(flags, io));
}

async function status(flags: StatusFlags, io: CliIo): Promise<void> {
  const { dataDir } = configOf({ dataDir: flags.dataDir }, io);
  const redraw = new Redraw(io);
  do {
    const health = await ask(dataDir.value);
    if (flags.json) io.out(`${JSON.stringify(health, null, flags.watch ? 0 : 2)}\n`);
    else if (flags.watch && io.terminal) redraw.show(screen(health, io));
    else io.out(screen(health, io));
    if (flags.watch) await sleep(REDRAW_MS, io.stop);
  } while (flags.watch && !io.stop.aborted);
}

async function ask(directory: string): Promise<GatewayHealth> {
  const health = (await askControl(directory)) as Partial<GatewayHealth> | null;
  if (health === null) {
    throw new CommandFailure(EXIT.failure, `no gateway runs in ${directory}: start it with plumbline run`);
  }
  if (health.sensors === undefined) {
    throw new CommandFailure(EXIT.failure, `the gateway in ${directory} is busy starting: ask again`);
  }
  return health as GatewayHealth;
}

function screen(health: GatewayHealth, io: CliIo): string {
  const facts = [
    [
      'gateway',
      `${health.name}, process ${health.pid}, up ${duration(health.uptimeS)}, ${bytes(health.memoryBytes)}`,
    ],
    ['radio', health.radio],
    ['upload', upload(health, io)],
    ['outbox', outbox(health, io)],
    ...(health.playback === null ? [] : [['playing', `${health.playback.title}, x${health.playback.speed}`]]),
    ...(health.lastError === null
      ? []
      : [
          ['last error', paint(io, 'yellow', `${clockTime(health.lastError.atUs)} ${health.lastError.text}`)],
        ]),
  ] as const;
  const head = facts.map(([label, value]) => `${paint(io, 'dim', label!.padEnd(LABEL_WIDTH))}  ${value}`);
  return `${head.join('\n')}\n\n${health.sensors.map((sensor) => sensorLines(sensor, io)).join('\n')}`;
}

function sensorLines(sensor: SensorHealth, io: CliIo): string {
  const driver = sensor.driver === null ? '' : ` (${sensor.driver})`;
  const title = `${paint(io, 'bold', sensor.name)}${driver}  ${paint(io, toneOf(sensor), sensor.state)}: ${sensor.reason}\n`;
  if (sensor.sensorId === '') return title;
  const lost = sensor.missing === 0 ? 'none missing' : `${sensor.missing} missing`;
  const row = [
    sensor.rateHz === null ? '-' : `${sensor.rateHz.toFixed(1)} Hz`,
    `${sensor.samples.toLocaleString('en')}, ${lost}`,
    signal(sensor.rssiDbm),
    sensor.batteryPercent === null ? '-' : `${sensor.batteryPercent} %`,
    clock(sensor),
    `${sensor.connections}, ${sensor.stalls} stalls`,
  ];
  const body = table(
    ['rate', 'samples', 'signal', 'battery', 'clock', 'connections'],
    [row],
    io.columns - INDENT.length,
  );
  return title + body.replaceAll(/^(?=.)/gm, INDENT);
}

/** How far its crystal is off, and how far off the times may be where it answers questions about its clock. */
function clock({ clockSlopePpm, clockWithinMs }: SensorHealth): string {
  const within = clockWithinMs === null ? '' : ` ±${clockWithinMs.toFixed(0)} ms`;
  return `${clockSlopePpm === null ? 'learning' : `${clockSlopePpm.toFixed(0)} ppm`}${within}`;
}

function toneOf({ state }: SensorHealth): Tone {
  if (state === 'streaming' || state === 'finished') return 'green';
  return state === 'failed' ? 'red' : 'yellow';
}

function upload({ upload: { url, connected, problem } }: GatewayHealth, io: CliIo): string {
  return connected
    ? `${paint(io, 'green', 'connected')} to ${url}`
    : paint(io, 'yellow', problem ?? `connecting to ${url}`);
}

function outbox({ outbox: o }: GatewayHealth, io: CliIo): string {
  const extras = [
    o.droppedSamples > 0 ? `${o.droppedSamples} samples dropped` : '',
    o.rejected > 0 ? `${o.rejected} records refused by the API` : '',
  ].filter(Boolean);
  const records = o.records === 1 ? '1 record waits' : `${o.records.toLocaleString('en')} records wait`;
  const waiting = `${records}, ${bytes(o.bytes)} on disk`;
  return extras.length === 0 ? waiting : `${waiting}, ${paint(io, 'yellow', extras.join(', '))}`;
}

function duration(seconds: number): string {
  const [h, m] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min` : `${seconds} s`;
}

function clockTime(us: number): string {
  return new Date(us / 1000).toTimeString().slice(0, 8);
}
