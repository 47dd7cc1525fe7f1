import { type Command, Option } from 'commander';
import { OutputFile } from '../record/output.ts';
import { type RecordResult, type RecordState, SensorRecording } from '../record/record-sensor.ts';
import { CommandFailure, EXIT, placeCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { withRadio } from './one-sensor.ts';
import { rate, seconds } from './options.ts';
import { realOf, resolvePath } from './paths.ts';
import { catalogueOf, configOf, hostClock } from './setup.ts';

const EXAMPLES = `
Examples:
  plumbline record walk.csv.gz --for 60
  plumbline record walk.csv --raw walk.plraw       the bytes too, to decode them again later
  plumbline record --sensor c0:de:00:00:00:01 --rate 100 day.csv.gz

Then: plumbline analyse walk.csv.gz --out walk-analysis`;

export interface SensorFlags {
  readonly sensor?: string;
  readonly driver?: string;
  readonly rate?: number;
  readonly for?: number;
  readonly ble?: string;
}

interface RecordFlags extends SensorFlags {
  readonly raw?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export function withSensorOptions(command: Command): Command {
  return command
    .option('--sensor <id>', 'its address, id or name; the first known one without it')
    .option('--driver <id>', 'for a sensor that is not recognised')
    .option('--rate <hz>', "samples a second; the driver's default without it", rate)
    .option('--for <seconds>', 'stop after this long', seconds)
    .addOption(new Option('--ble <radio>', 'dbus, hci, uart:/dev/ttyACM0, net:/path, mac or win'));
}

export function register(program: Command, io: CliIo): void {
  withSensorOptions(program.command('record'))
    .description('Record a sensor into a file that `analyse` and `start --recording` read.')
    .argument('<file>', 'recording to write, .csv or .csv.gz')
    .option('--raw <file>', 'also the bytes as they came (.plraw)')
    .option('--overwrite', 'replace files that exist')
    .option('--json', 'at the end, what was kept')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: RecordFlags) => record(file, flags, io));
}

async function record(file: string, flags: RecordFlags, io: CliIo): Promise<void> {
  const { csv, raw } = await createFiles(file, flags, io);
  const kept = new KeptFiles([csv, ...(raw === null ? [] : [raw])]);
  const result = await recordSensor(
    flags,
    io,
    kept.writer(csv),
    raw && kept.writer(raw),
    kept.failed,
  ).finally(() => kept.close());
  const files = { file, raw: flags.raw ?? null };
  if (flags.json) io.out(`${JSON.stringify({ ...files, ...result })}\n`);
  const where = `${file}${flags.raw === undefined ? '' : ` and ${flags.raw}`}`;
  if (kept.failure !== null) {
    const what = `${where} cannot be written any further (${kept.failure}): free some space`;
    throw new CommandFailure(EXIT.failure, `${what}; of ${describe(result)} the last may be missing`);
  }
  io.say(
    result.samples > 0
      ? `Kept ${describe(result)} in ${where}.`
      : `No sample came in: ${file} was not written.`,
  );
}

interface Files {
  readonly csv: OutputFile;
  readonly raw: OutputFile | null;
}

/** Both or none: a recording that does not begin leaves nothing that stands in the way of the next try. */
async function createFiles(file: string, flags: RecordFlags, io: CliIo): Promise<Files> {
  if (flags.raw !== undefined && (await isSame(file, flags.raw, io))) {
    throw new CommandFailure(EXIT.usage, `--raw '${flags.raw}' is the recording too: give it another name`);
  }
  const csv = await create(file, flags, io);
  if (flags.raw === undefined) return { csv, raw: null };
  try {
    return { csv, raw: await create(flags.raw, flags, io) };
  } catch (error) {
    await csv.close();
    throw error;
  }
}

async function isSame(one: string, other: string, io: CliIo): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realOf(resolvePath(path, io.env))));
  return a === b;
}

/** The files of a recording; the first that fails ends it, and what was written before stays. */
class KeptFiles {
  readonly #files: readonly OutputFile[];
  readonly #over = new AbortController();
  failure: string | null = null;

  constructor(files: readonly OutputFile[]) {
    this.#files = files;
  }

  get failed(): AbortSignal {
    return this.#over.signal;
  }

  writer(file: OutputFile): (text: string) => void {
    return (text) => {
      try {
        file.write(text);
      } catch (error) {
        this.#fail(error);
      }
    };
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close().catch((error) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.failure ??= (error as NodeJS.ErrnoException).code ?? String(error);
    this.#over.abort();
  }
}

/** Runs until Ctrl-C or the time is up; shared with `stream`. */
export async function recordSensor(
  flags: SensorFlags,
  io: CliIo,
  csv: (text: string) => void,
  raw: ((text: string) => void) | null,
  failed: AbortSignal,
): Promise<RecordResult> {
  const config = configOf({ ble: flags.ble }, io);
  const limit = flags.for === undefined ? [] : [AbortSignal.timeout(flags.for * 1000)];
  const recording = new SensorRecording(io, {
    wish: { id: flags.sensor ?? null, driver: flags.driver ?? null },
    rateHz: flags.rate ?? config.rateHz.value,
    clock: hostClock(config),
    catalogue: catalogueOf(config, io),
    over: AbortSignal.any([io.stop, failed, ...limit]),
    csv,
    raw,
    progress: progressLine(io, flags.for ?? null),
  });
  const result = await withRadio(config, (transport) => recording.run(transport));
  if (io.interactive) io.talk('\n');
  if (result.samples === 0 && !io.stop.aborted && !failed.aborted) {
    throw new CommandFailure(
      EXIT.noDevice,
      'No sample came in: is the sensor charged, near and not connected elsewhere? See: plumbline scan',
    );
  }
  return result;
}

export function describe({ samples, missing, notifications }: RecordResult): string {
  const lost = missing === 0 ? 'none known to be missing' : `${missing} known to be missing`;
  const bytes = notifications === 0 ? '' : ` and ${notifications} notifications`;
  return `${samples} samples (${lost})${bytes}`;
}

async function create(path: string, { overwrite }: RecordFlags, io: CliIo): Promise<OutputFile> {
  try {
    return await OutputFile.create(resolvePath(path, io.env), overwrite ?? false);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new CommandFailure(EXIT.usage, `${path} exists: choose another name, or add --overwrite`);
    }
    throw new CommandFailure(placeCode(error), `${path} cannot be written (${code}): choose another place`);
  }
}

const PROGRESS_INTERVAL_MS = 1_000;
const CLEAR_LINE = '\r\x1b[K';

/** One line that replaces itself on a terminal; every tenth second a line elsewhere. */
function progressLine(io: CliIo, limitS: number | null): (state: RecordState) => void {
  const beganMs = performance.now();
  let lastMs = Number.NEGATIVE_INFINITY;
  const interval = io.interactive ? PROGRESS_INTERVAL_MS : 10 * PROGRESS_INTERVAL_MS;
  return (state) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < interval) return;
    lastMs = nowMs;
    const leftS = limitS === null ? null : Math.max(0, limitS - (nowMs - beganMs) / 1000);
    const line = progressText(state, leftS);
    if (io.interactive) io.talk(`${CLEAR_LINE}${line.slice(0, io.columns - 1)}`);
    else io.say(line);
  };
}

function progressText(state: RecordState, leftS: number | null): string {
  const rateText = state.rateHz === null ? '-' : `${state.rateHz.toFixed(1)} Hz`;
  const battery = state.batteryPercent === null ? '' : `, battery ${state.batteryPercent} %`;
  const left = leftS === null ? '' : `, ${Math.round(leftS)} s left`;
  return `${state.name}: ${state.state}, ${rateText}, ${state.samples} samples, ${state.missing} missing${battery}${left}`;
}
