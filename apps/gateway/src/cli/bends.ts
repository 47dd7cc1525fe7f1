import { setImmediate } from 'node:timers/promises';
import { type BendsProgress, createVec3Columns, GuidedBends, type ImuBatch } from '@plumbline/core';
import { openRecording, RecordingUnits } from '@plumbline/formats';
import type { Command } from 'commander';
import { LeftOutRows } from '../analyse/left-out-rows.ts';
import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';
import { recordSensor, type SensorFlags, withSensorOptions } from './record.ts';
import { unlessStopped } from './unless-stopped.ts';

const EXAMPLES = `
Examples:
  plumbline bends > bends.json                       five bends with the sensor on, told step by step
  plumbline bends walk.csv.gz                        bends in a recording
  plumbline analyse day.csv.gz --out day --calibration bends.json

Stand still, then bend forward and come back, five times. Prints JSON: which way is forward, how far you bend, how well
the bends agree. Exit status 5 when they were refused, with the reason.`;

export function register(program: Command, io: CliIo): void {
  withSensorOptions(program.command('bends'))
    .description('Find forward and the flexion range from a few bends, with a sensor or from a recording.')
    .argument('[recording]', 'recording CSV; without it a sensor is used')
    .addHelpText('after', EXAMPLES)
    .action((recording: string | undefined, flags: SensorFlags) => bends(recording, flags, io));
}

async function bends(recording: string | undefined, flags: SensorFlags, io: CliIo): Promise<void> {
  const progress =
    recording === undefined
      ? await fromSensor(flags, io)
      : await unlessStopped(io, `${recording} was not read to its end`, () => fromFile(recording, io));
  if (progress === null) return;
  const { phase, refusal, text, calibration } = progress;
  io.out(`${JSON.stringify({ accepted: phase === 'accepted', refusal, ...calibration }, null, 2)}\n`);
  if (phase === 'accepted') return;
  io.say(text);
  io.exit(EXIT.validation);
}

async function fromFile(path: string, io: CliIo): Promise<BendsProgress> {
  const guided = new GuidedBends();
  const leftOut = new LeftOutRows();
  const { rateHz, batches } = await openRecording(resolvePath(path, io.env), leftOut.leniency);
  const units = new RecordingUnits(rateHz);
  for await (const batch of batches) {
    await setImmediate();
    io.stop.throwIfAborted();
    units.take(batch);
    if (isOver(guided.push(batch))) break;
  }
  units.check();
  if (leftOut.note !== null) io.say(`note: ${leftOut.note}`);
  return guided.flush();
}

async function fromSensor(flags: SensorFlags, io: CliIo): Promise<BendsProgress> {
  const guided = new GuidedBends();
  const over = new AbortController();
  const rows = new CsvRows();
  let told = '';
  const take = (csv: string): void => {
    const batch = rows.read(csv);
    if (batch === null || over.signal.aborted) return;
    const progress = guided.push(batch);
    if (progress.text !== told) io.say(progress.text);
    told = progress.text;
    if (isOver(progress)) over.abort();
  };
  await recordSensor(flags, io, take, null, over.signal);
  return guided.flush();
}

const isOver = ({ phase }: BendsProgress): boolean => phase === 'accepted' || phase === 'refused';

const AXES = ['x', 'y', 'z'] as const;

/** Recording CSV as it is written, whole lines at a time; the first names the columns. */
class CsvRows {
  #names: readonly string[] | null = null;

  read(csv: string): ImuBatch | null {
    const lines = csv.trimEnd().split('\n');
    this.#names ??= lines.shift()?.split(',') ?? null;
    if (lines.length === 0 || this.#names === null) return null;
    const rows = lines.map((line) => line.split(',').map(Number));
    const hasGyro = this.#names.includes('gyr_x');
    return {
      n: rows.length,
      tUs: Float64Array.from(rows, (row) => row[0]!),
      accMps2: this.#columns('acc', rows),
      gyrRadps: hasGyro ? this.#columns('gyr', rows) : null,
      magUt: null,
    };
  }

  #columns(sensor: string, rows: readonly (readonly number[])[]) {
    const columns = createVec3Columns(rows.length);
    for (const axis of AXES) {
      const at = this.#names!.indexOf(`${sensor}_${axis}`);
      rows.forEach((row, i) => {
        columns[axis][i] = row[at]!;
      });
    }
    return columns;
  }
}
