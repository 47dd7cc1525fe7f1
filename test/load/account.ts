import { inflateRawSync } from 'node:zlib';
import { decodeBlock, type SampleBlock } from '@plumbline/contract';
import { connect } from '@plumbline/database';
import { GROUPS, type Schedule } from './fleet.ts';
import type { LoadWearer } from './people.ts';
import { ENCODINGS, RATE_HZ, type Signal } from './signal.ts';

/** What is in the database against what was produced, sample by sample. */
export interface Account {
  readonly produced: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  /** Stored with other counts, or at a time at which no sample was taken. */
  readonly wrong: number;
  /** Wearers whose ledger says another number of samples or records. */
  readonly ledgersWrong: number;
  /** Wearers with the same samples of whom other seconds, bouts or events are stored. */
  readonly derivedDiffer: number;
}

const WEARERS_AT_ONCE = 25;
const STEP_US = 1e6 / RATE_HZ;
const BLOCKS = `
  select s.uuid, b.payload from plumbline.raw_block b join plumbline.stream s on s.id = b.stream_id
  where s.uuid = any ($1::uuid[])`;
const LEDGERS = `
  select count(*)::int as n from plumbline.stream s join plumbline.stream_progress p on p.stream_id = s.id
  where s.uuid = any ($1::uuid[]) and p.samples = $2 and p.next_seq = $3`;
/** A session's rows without what names the wearer, in order. */
const rowsOf = (table: string): string =>
  `(select md5(string_agg((to_jsonb(t) - '{wearer_id,session_id,tenant_id}'::text[])::text, '' order by (to_jsonb(t) - '{wearer_id,session_id,tenant_id}'::text[])::text))
    from plumbline.${table} t where t.session_id = w.id)`;
const DERIVED = `
  select w.uuid, concat_ws(' ', ${['posture_1s', 'bout', 'rotation_event', 'load_10s', 'break_credit'].map(rowsOf).join()}) as rows
  from plumbline.wear_session w where w.uuid = any ($1::uuid[])`;

interface Query {
  query<R>(sql: string, values: readonly unknown[]): Promise<{ rows: R[] }>;
}

export async function takeAccount(
  databaseUrl: string,
  wearers: readonly LoadWearer[],
  signal: Signal,
  schedule: Schedule,
): Promise<Account> {
  const client = await connect(databaseUrl);
  try {
    const perWearer = schedule.records * schedule.samplesPerRecord;
    const sums = { stored: 0, lost: 0, doubled: 0, wrong: 0 };
    for (let i = 0; i < wearers.length; i += WEARERS_AT_ONCE) {
      const tallies = await tally(client as Query, wearers.slice(i, i + WEARERS_AT_ONCE), (k) => {
        return new Tally(signal, perWearer, schedule.firstUs((i + k) % GROUPS));
      });
      for (const one of tallies) add(sums, one.result());
    }
    const right = await ledgersRight(client as Query, wearers, perWearer, schedule.records + 1);
    return {
      produced: wearers.length * perWearer,
      ...sums,
      ledgersWrong: wearers.length - right,
      derivedDiffer: await countDifferent(client as Query, wearers),
    };
  } finally {
    await client.end();
  }
}

function add(sums: Record<string, number>, more: Record<string, number>): void {
  for (const [name, value] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + value;
}

async function tally(
  client: Query,
  wearers: readonly LoadWearer[],
  make: (k: number) => Tally,
): Promise<Tally[]> {
  const tallies = new Map(wearers.map(({ streamId }, k) => [streamId, make(k)]));
  const { rows } = await client.query<{ uuid: string; payload: Uint8Array }>(BLOCKS, [[...tallies.keys()]]);
  for (const { uuid, payload } of rows) {
    tallies.get(uuid)!.add(decodeBlock(inflateRawSync(payload), ENCODINGS));
  }
  return [...tallies.values()];
}

/** How often each sample of a wearer is stored. */
class Tally {
  readonly #signal: Signal;
  readonly #firstUs: number;
  readonly #times: Uint8Array;
  #wrong = 0;

  constructor(signal: Signal, samples: number, firstUs: number) {
    this.#signal = signal;
    this.#firstUs = firstUs;
    this.#times = new Uint8Array(samples);
  }

  add(block: SampleBlock): void {
    for (let i = 0; i < block.n; i++) {
      const k = (block.tUs[i]! - this.#firstUs) / STEP_US;
      const known = Number.isInteger(k) && k >= 0 && k < this.#times.length;
      if (known) this.#times[k] = this.#times[k]! + 1;
      if (!known || !this.#signal.isSample(k, block, i)) this.#wrong++;
    }
  }

  result(): { stored: number; lost: number; doubled: number; wrong: number } {
    const count = (is: (times: number) => boolean): number =>
      this.#times.reduce((sum, times) => sum + (is(times) ? 1 : 0), 0);
    return {
      stored: this.#times.reduce((sum, times) => sum + times, 0),
      lost: count((times) => times === 0),
      doubled: count((times) => times > 1),
      wrong: this.#wrong,
    };
  }
}

async function ledgersRight(
  client: Query,
  wearers: readonly LoadWearer[],
  samples: number,
  nextSeq: number,
): Promise<number> {
  const ids = wearers.map(({ streamId }) => streamId);
  const { rows } = await client.query<{ n: number }>(LEDGERS, [ids, samples, nextSeq]);
  return rows[0]!.n;
}

/** Wearers of a group have the same samples, whatever happened to each: what is told of them must be the same. */
async function countDifferent(client: Query, wearers: readonly LoadWearer[]): Promise<number> {
  const sessions = wearers.map(({ sessionId }) => sessionId);
  const { rows } = await client.query<{ uuid: string; rows: string }>(DERIVED, [sessions]);
  const told = new Map(rows.map((row) => [row.uuid, row.rows]));
  return sessions.filter((id, i) => told.get(id) !== told.get(sessions[i % GROUPS]!)).length;
}
