import type { Gap } from '@plumbline/contract';
import type { FakeApi } from '../../apps/gateway/src/testing/fake-api.ts';
import { NUMBERS_PER_RUN, numberOf } from './numbered-recording.ts';

/** Stored samples of one sensor: their numbers and times, in the order in which they were stored. */
export interface StoredNumbers {
  readonly numbers: number[];
  readonly tUs: number[];
}

/** Samples that the sensor took and that are not stored. */
export interface Hole {
  /** Numbers between the neighbours; null where the sensor was started anew in between. */
  readonly missing: number | null;
  readonly fromUs: number;
  readonly toUs: number;
  readonly named: boolean;
}

/** What became of everything a sensor produced. */
export interface Account {
  readonly produced: number;
  readonly stored: number;
  /** Produced, sent in part or not at all, and not stored. */
  readonly lost: number;
  /** Before the first stored sample: a driver may spend them on learning the sensor's clock. */
  readonly before: number;
  /** After the last stored sample: in a packet that the sensor had not filled yet. */
  readonly unsent: number;
  /** Sum over the stored gaps. */
  readonly named: number;
  /** Holes in the numbers that no gap covers. */
  readonly unnamed: number;
  /** Numbers or times that come twice or go back. */
  readonly disorder: number;
  /** Gaps that call their count exact and are not. */
  readonly inexact: number;
  readonly streams: number;
  /** Records that came although an earlier one of their stream was missing. */
  readonly rejected: number;
  readonly gaps: readonly Gap[];
}

/** A sensor without a clock of its own shows a loss in the latency only: placed to within its windows of 2 s. */
const INFERRED_SLACK_US = 6_000_000;
/** Where both neighbours of a hole lie, against where samples were due: the fit moves a little. */
const SLACK_US = 100_000;

/** Collects numbered samples per sensor from a {@link FakeApi}. */
export class NumberBook {
  readonly #sensors = new Map<string, StoredNumbers>();

  readonly take: FakeApi['keepBlock'] = ({ open }, { n, tUs, channels }) => {
    const stored = this.of(open!.sensor.id);
    for (let row = 0; row < n; row++) {
      stored.numbers.push(numberOf(open!, channels, row));
      stored.tUs.push(tUs[row]!);
    }
  };

  of(sensorId: string): StoredNumbers {
    const stored = this.#sensors.get(sensorId) ?? { numbers: [], tUs: [] };
    this.#sensors.set(sensorId, stored);
    return stored;
  }
}

/** The numbers that a sensor took, over all its runs. */
export interface Taken {
  readonly produced: number;
  readonly firstNumber: number;
  readonly lastNumber: number;
}

/** Balances what was produced against what is stored and what gaps name. */
export function balance(
  { produced, firstNumber, lastNumber }: Taken,
  stored: StoredNumbers,
  api: FakeApi,
  sensorId: string,
  hasDeviceTime: boolean,
): Account {
  const streams = api.streamsOf(sensorId);
  const gaps = streams.flatMap((stream) => stream.gaps);
  const holes = holesOf(stored, gaps, hasDeviceTime ? SLACK_US : INFERRED_SLACK_US);
  const { numbers } = stored;
  const before = (numbers[0] ?? lastNumber) - firstNumber;
  const unsent = lastNumber - (numbers.at(-1) ?? firstNumber);
  return {
    produced,
    stored: numbers.length,
    lost: produced - numbers.length - before - unsent,
    before,
    unsent,
    named: gaps.reduce((sum, gap) => sum + gap.missing, 0),
    unnamed: holes.filter((hole) => !hole.named).length,
    disorder: disorderOf(numbers) + disorderOf(stored.tUs),
    inexact: gaps.filter((gap) => gap.exact && !isExact(gap, holes)).length,
    streams: streams.length,
    rejected: api.holes.length,
    gaps,
  };
}

function holesOf({ numbers, tUs }: StoredNumbers, gaps: readonly Gap[], slackUs: number): Hole[] {
  const holes: Hole[] = [];
  for (let i = 1; i < numbers.length; i++) {
    const [before, after] = [numbers[i - 1]!, numbers[i]!];
    if (after === before + 1) continue;
    const [fromUs, toUs] = [tUs[i - 1]!, tUs[i]!];
    const named = gaps.some((gap) => gap.startUs <= toUs + slackUs && gap.endUs >= fromUs - slackUs);
    const missing = runOf(before) === runOf(after) ? after - before - 1 : null;
    holes.push({ missing, fromUs, toUs, named });
  }
  return holes;
}

const runOf = (number: number): number => Math.floor(number / NUMBERS_PER_RUN);

const disorderOf = (values: readonly number[]): number =>
  values.filter((value, i) => i > 0 && value <= values[i - 1]!).length;

function isExact(gap: Gap, holes: readonly Hole[]): boolean {
  const hole = holes.find(({ fromUs, toUs }) => gap.startUs < toUs + SLACK_US && gap.endUs > fromUs);
  return hole !== undefined && (hole.missing === null || hole.missing === gap.missing);
}
