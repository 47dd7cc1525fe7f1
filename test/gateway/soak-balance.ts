import { inflateRawSync } from 'node:zlib';
import { decodeBlock, type StreamOpen } from '@plumbline/contract';
import type { Client } from 'pg';
import { withDatabase } from '../harness/stored.ts';
import { NUMBERS, numberOf } from './numbered-recording.ts';
import { packetSamples } from './scenarios.ts';
import { numberAt, type SoakSensor } from './soak-radio.ts';

/** What became of everything one sensor took in a soak. */
export interface SensorBalance {
  readonly sensor: SoakSensor;
  /** From the first stored sample to the sensor's last. */
  readonly produced: number;
  readonly stored: number;
  readonly lost: number;
  readonly named: number;
  /** Gaps that call their count exact: losses inside a connection. */
  readonly exact: number;
  /** Holes that no gap covers whole, or only one that reaches over a stored sample. */
  readonly unnamed: number;
  readonly disorder: number;
  /** Of those, the ones whose count is wrong. */
  readonly inexact: number;
  /** Taken after the last stored one. */
  readonly tail: number;
  readonly streams: number;
  readonly holds: boolean;
}

interface NamedGap {
  readonly startUs: number;
  readonly endUs: number;
  readonly missing: number;
  readonly exact: boolean;
}

interface Hole {
  readonly missing: number;
  readonly fromUs: number;
  readonly toUs: number;
}

interface BlockRow {
  readonly payload: Buffer;
  readonly channels: StreamOpen['channels'];
}

const US_PER_S = 1e6;
const BLOCKS_AT_ONCE = 500;
/** Where both neighbours of a hole lie, against where samples were due. */
const SLACK_US = 100_000;
/** A gap begins at most this many samples after the stored one before it, and ends as many before the next. */
const EDGE_SAMPLES = 1.5;

/** Reads the sensor's samples and gaps past the API and balances them. */
export function balanceSensor(
  url: string,
  sensor: SoakSensor,
  epochUs: number,
  endUs: number,
): Promise<SensorBalance> {
  return withDatabase(url, async (client) => {
    const ledger = new Ledger(sensor, epochUs);
    await readBlocks(client, sensor.id, (row) => takeRow(ledger, row));
    const gaps = await readGaps(client, sensor.id);
    const { rows } = await client.query<{ n: string }>(
      'select count(*) n from plumbline.stream join plumbline.sensor s on s.id = sensor_id where key = $1',
      [sensor.id],
    );
    return ledger.balance(gaps, endUs, Number(rows[0]!.n));
  });
}

function takeRow(ledger: Ledger, { payload, channels }: BlockRow): void {
  const encodings = channels.map((channel) => channel.encoding);
  const block = decodeBlock(inflateRawSync(payload), encodings);
  const open = { channels } as StreamOpen;
  for (let row = 0; row < block.n; row++) {
    ledger.take(block.tUs[row]!, numberOf(open, block.channels, row));
  }
}

/** What is stored of one sensor, sample by sample in order. */
class Ledger {
  readonly #sensor: SoakSensor;
  readonly #epochUs: number;
  readonly #holes: Hole[] = [];
  #first = Number.NaN;
  #last = Number.NaN;
  #lastUs = 0;
  #stored = 0;
  #disorder = 0;

  constructor(sensor: SoakSensor, epochUs: number) {
    this.#sensor = sensor;
    this.#epochUs = epochUs;
  }

  balance(gaps: readonly NamedGap[], endUs: number, streams: number): SensorBalance {
    const lastTaken = numberAt(this.#sensor, this.#epochUs, endUs);
    const lost = this.#holes.reduce((sum, hole) => sum + hole.missing, 0);
    const unnamed = this.#holes.filter((hole) => !gaps.some((gap) => this.#covers(gap, hole))).length;
    const inexact = gaps.filter((gap) => gap.exact && !this.#isTrue(gap)).length;
    const tail = lastTaken - this.#last;
    const produced = lastTaken - this.#first + 1;
    const packet = packetSamples(this.#sensor.driver);
    const balanced = produced === this.#stored + lost + tail;
    return {
      sensor: this.#sensor,
      produced,
      stored: this.#stored,
      lost,
      named: gaps.reduce((sum, gap) => sum + gap.missing, 0),
      exact: gaps.filter((gap) => gap.exact).length,
      unnamed,
      disorder: this.#disorder,
      inexact,
      tail,
      streams,
      holds: balanced && unnamed === 0 && inexact === 0 && this.#disorder === 0 && tail < packet,
    };
  }

  /** The stored number goes round; the time says which round. */
  take(tUs: number, number: number): void {
    const near = numberAt(this.#sensor, this.#epochUs, tUs);
    const k = number + NUMBERS * Math.round((near - number) / NUMBERS);
    if (Number.isNaN(this.#first)) this.#first = k;
    else if (k <= this.#last || tUs <= this.#lastUs) this.#disorder++;
    else if (k > this.#last + 1) {
      this.#holes.push({ missing: k - this.#last - 1, fromUs: this.#lastUs, toUs: tUs });
    }
    this.#last = k;
    this.#lastUs = tUs;
    this.#stored++;
  }

  /** From the one stored neighbour to the other, and not over either of them. */
  #covers({ startUs, endUs }: NamedGap, { fromUs, toUs }: Hole): boolean {
    const edgeUs = (EDGE_SAMPLES * US_PER_S) / this.#sensor.rateHz;
    return startUs >= fromUs && startUs <= fromUs + edgeUs && endUs <= toUs && endUs >= toUs - edgeUs;
  }

  #isTrue(gap: NamedGap): boolean {
    return this.#holes.some(
      (hole) => hole.fromUs < gap.endUs && gap.startUs < hole.toUs + SLACK_US && hole.missing === gap.missing,
    );
  }
}

/** In order, some hundred at a time: days of samples need not fit into memory. */
async function readBlocks(client: Client, key: string, take: (row: BlockRow) => void): Promise<void> {
  await client.query('begin');
  await client.query(
    `declare blocks cursor for select payload, channels from plumbline.raw_block
     join plumbline.stream on stream.id = stream_id join plumbline.sensor on sensor.id = sensor_id
     where key = '${key}' order by opened_at, stream_id, first_sample`,
  );
  for (;;) {
    const { rows } = await client.query<BlockRow>(`fetch ${BLOCKS_AT_ONCE} from blocks`);
    if (rows.length === 0) break;
    for (const row of rows) take(row);
  }
  await client.query('commit');
}

async function readGaps(client: Client, key: string): Promise<NamedGap[]> {
  const { rows } = await client.query(
    `select (extract(epoch from start_at) * 1e6)::bigint as start, (extract(epoch from end_at) * 1e6)::bigint as stop,
            missing, exact
     from plumbline.gap join plumbline.stream on stream.id = stream_id
     join plumbline.sensor on sensor.id = sensor_id where key = $1 order by start_at`,
    [key],
  );
  return rows.map((row) => ({
    startUs: Number(row.start),
    endUs: Number(row.stop),
    missing: Number(row.missing),
    exact: row.exact,
  }));
}
