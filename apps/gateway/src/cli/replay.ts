import type { Command } from 'commander';
import { createProgress } from '../analyse/progress.ts';
import { CsvRecorder } from '../record/csv-recorder.ts';
import {
  CaptureError,
  openCapture,
  type RawCaptureHeader,
  type RawNotification,
} from '../record/raw-capture.ts';
import { HostClock } from '../time/host-clock.ts';
import { sleep } from '../time/sleep.ts';
import { CommandFailure, EXIT, isSystemFailure, placeCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { speed } from './options.ts';
import { resolvePath } from './paths.ts';
import { catalogueOf, configOf } from './setup.ts';
import { jsonLines } from './stream.ts';

const EXAMPLES = `
Examples:
  plumbline replay walk.plraw > walk.csv           decode it again, as fast as it goes
  plumbline replay walk.plraw --speed 1 --json     as it came, one JSON object a line`;

interface ReplayFlags {
  readonly speed?: number;
  readonly driver?: string;
  readonly json?: boolean;
}

const NS_PER_MS = 1e6;

export function register(program: Command, io: CliIo): void {
  program
    .command('replay')
    .description('Decode a raw capture again, through the same code as a live sensor.')
    .argument('<capture>', 'written by: plumbline record --raw')
    .option('--speed <n>', 'times as fast as it came; as fast as it goes without it', speed)
    .option('--driver <id>', 'another driver than the one it was captured with')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', EXAMPLES)
    .action((path: string, flags: ReplayFlags) => replay(path, flags, io));
}

async function replay(path: string, flags: ReplayFlags, io: CliIo): Promise<void> {
  try {
    await replayCapture(resolvePath(path, io.env), flags, io);
  } catch (error) {
    if (error instanceof CaptureError) throw new CommandFailure(EXIT.validation, error.message);
    if (isSystemFailure(error)) {
      const what = `${path} cannot be read (${error.code}): name a capture of plumbline record --raw`;
      throw new CommandFailure(placeCode(error), what);
    }
    throw error;
  }
}

async function replayCapture(path: string, flags: ReplayFlags, io: CliIo): Promise<void> {
  const { header, records, share } = await openCapture(path);
  const recorder = recorderFor(header, flags, io);
  const progress = createProgress('Decoding', { ...io, terminal: io.interactive && !io.terminal });
  const pace = pacing(header, flags.speed ?? null, io.stop);
  for await (const record of records) {
    if (io.stop.aborted) break;
    if ('recording' in record) {
      if (record.recording) recorder.begin(0n);
      else recorder.finish('');
      continue;
    }
    await pace(record);
    progress.show(share());
    recorder.notification(record.characteristic, record.bytes, record.rxNs);
  }
  progress.end();
  const stopped = io.stop.aborted ? ' before it was stopped' : '';
  io.say(`Decoded ${recorder.samples} samples${stopped}, ${recorder.missing} known to be missing.`);
}

function recorderFor(header: RawCaptureHeader, flags: ReplayFlags, io: CliIo): CsvRecorder {
  return new CsvRecorder({
    driver: catalogueOf(configOf({}, io), io).find(flags.driver ?? header.driver),
    settings: { rateHz: header.rateHz, extra: header.options },
    clock: HostClock.at(BigInt(header.anchor.monotonicNs), header.anchor.utcUs),
    seedSlopePpm: null,
    afterUs: 0,
    write: flags.json ? jsonLines((text) => io.out(text)) : (text) => io.out(text),
    withHeader: true,
    capture: null,
  });
}

/** Waits until a notification is due at the wanted speed. */
function pacing(
  header: RawCaptureHeader,
  times: number | null,
  stop: AbortSignal,
): (record: RawNotification) => Promise<void> {
  if (times === null) return () => Promise.resolve();
  const startMs = performance.now();
  const firstNs = BigInt(header.anchor.monotonicNs);
  return async ({ rxNs }) => {
    const dueMs = startMs + Number(rxNs - firstNs) / NS_PER_MS / times;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs, stop);
  };
}
