import { packBlock } from '../src/ingest/sample-blocks.ts';
import { SUMMARY_ALGORITHM, TREND_MEASURES } from '../src/summaries/summary-algorithm.ts';
import { CHANNELS, RATE_HZ } from '../src/testing/records.ts';
import { simulatedCounts } from '../src/testing/simulated-counts.ts';

/** What a bench needs of a connection as the database's owner. */
export type Rows = (sql: string, values?: readonly unknown[]) => Promise<unknown[]>;

const BLOCK_S = 10;
const BLOCK_SAMPLES = BLOCK_S * RATE_HZ;
const DAY_BLOCKS = 86_400 / BLOCK_S;
/** An hour of different blocks, over and over. */
const DIFFERENT_BLOCKS = 360;
const STEP_US = 1e6 / RATE_HZ;

/** A day as it really is summarised: `count` measures with all that stands beside a number. */
function measuresOfADay(): string {
  const more = Array.from({ length: 60 }, (_, i) => `other_measure_${i}`);
  const measures = [...TREND_MEASURES, ...more].map((id, i) => ({
    ...{ id, value: 100 + i / 7, unit: 'min', coverage: 0.43, interval: [90.123456789, 110.987654321] },
    ...{ algorithm: 'posture@2.0.0', parameterHash: '0123456789abcdef', reason: null },
  }));
  return JSON.stringify(measures);
}

const DAYS = `
  insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, valid, worn_min,
    declared_worn_min, walking_min, measures, trend)
  select w.id, current_date - n, a.id, w.tenant_id, 'Europe/Berlin', (current_date - n)::timestamp at time zone 'Europe/Berlin',
    (current_date - n + 1)::timestamp at time zone 'Europe/Berlin', n > 0, n % 7 < 5, 500, 480, 40, $3::jsonb,
    (select jsonb_object_agg(id, jsonb_build_array(round((100 + 20 * random())::numeric, 3), 0.43, 90.1235, 130.988))
      from unnest($4::text[]) id)
  from wearer w, algorithm a, generate_series(0, $2::int - 1) n where w.id = any ($1::int[]) and a.name = $5`;

/** So many days up to today of each of the wearers. */
export async function seedDays(rows: Rows, wearers: readonly number[], days: number): Promise<void> {
  await rows('insert into algorithm (name) values ($1) on conflict do nothing', [SUMMARY_ALGORITHM]);
  await rows(DAYS, [wearers, days, measuresOfADay(), TREND_MEASURES, SUMMARY_ALGORITHM]);
}

const LOAD = `
  insert into load_10s (wearer_id, session_id, tenant_id, time, holding_s, band, creep, shifts_15min, fidgets_15min, posture,
    budget_share, provisional, algorithm)
  select s.wearer_id, s.id, s.tenant_id, t, 40, 'neutral', random(), 9 * random(), 13 * random(), 1, random(), false, a.id
  from (select * from wear_session where wearer_id = $1 order by id limit 1) s, algorithm a, generate_series(0, $2::int - 1) n,
    generate_series(current_date - n + interval '8 h', current_date - n + interval '16 h', interval '10 s') t
  where a.name = $3`;
const RATINGS = `
  insert into note (tenant_id, wearer_id, at, kind, text, value)
  select 1, $1, current_date - n + h * interval '1 h', 'discomfort', '', round((10 * random())::numeric)
  from generate_series(0, $2::int - 1) n, unnest('{10,13,16}'::int[]) h`;

/** Eight hours of load on each of so many days, and three ratings; the wearer has a session. */
export async function seedDiscomfort(rows: Rows, wearer: number, days: number): Promise<void> {
  await rows(LOAD, [wearer, days, SUMMARY_ALGORITHM]);
  await rows(RATINGS, [wearer, days]);
}

const STREAM = `
  with sensor as (insert into sensor (tenant_id, key, name, driver) values (1, 'bench', 'bench', 'witmotion') returning id),
    session as (insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
      values (gen_random_uuid(), 1, $1, to_timestamp($2::float8 / 1e6), 'Europe/Berlin') returning id)
  insert into stream (uuid, tenant_id, wearer_id, sensor_id, session_id, gateway_id, channels, rate_hz, decoder, source, opened_at)
  select gen_random_uuid(), 1, $1, sensor.id, session.id, gen_random_uuid(), $3, 100, 'bench', 'virtual',
    to_timestamp($2::float8 / 1e6) from sensor, session returning id`;
const BLOCK = `
  insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
  select $1, to_timestamp(us / 1e6), to_timestamp(us / 1e6) + interval '9.99 s', first, 1, ${BLOCK_SAMPLES}, 1, payload
  from unnest($2::float8[], $3::bigint[], $4::bytea[]) as u (us, first, payload)`;

/** A stream with the channels of a common sensor, in a wear session of its own. Returns its number. */
export async function openStream(rows: Rows, wearer: number, startUs: number): Promise<number> {
  const [stream] = (await rows(STREAM, [wearer, startUs, JSON.stringify(CHANNELS)])) as [{ id: number }];
  return stream.id;
}

/** A day of a workday's samples at 100 Hz in ten-second blocks. Returns what it takes in bytes. */
export async function seedRawDay(rows: Rows, wearer: number, startUs: number): Promise<number> {
  const stream = await openStream(rows, wearer, startUs);
  const counts = simulatedCounts(DIFFERENT_BLOCKS * BLOCK_S);
  let bytes = 0;
  for (let from = 0; from < DAY_BLOCKS; from += DIFFERENT_BLOCKS) {
    const at = Array.from({ length: DIFFERENT_BLOCKS }, (_, k) => from + k);
    const payloads = at.map((block) => payloadOf(counts, block, startUs));
    bytes += payloads.reduce((sum, payload) => sum + payload.length, 0);
    const times = at.map((block) => startUs + block * BLOCK_S * 1e6);
    await rows(BLOCK, [
      stream,
      times,
      at.map((block) => block * BLOCK_SAMPLES),
      payloads.map((p) => Buffer.from(p)),
    ]);
  }
  return bytes;
}

function payloadOf(counts: ReturnType<typeof simulatedCounts>, block: number, startUs: number): Uint8Array {
  const from = (block % DIFFERENT_BLOCKS) * BLOCK_SAMPLES;
  const samples = Array.from({ length: BLOCK_SAMPLES }, (_, i) => counts(from + i));
  const tUs = Float64Array.from(samples, (_, i) => startUs + block * BLOCK_S * 1e6 + i * STEP_US);
  const channels = CHANNELS.map((_, c) => Float64Array.from(samples, (row) => row[c]!));
  return packBlock(
    { n: BLOCK_SAMPLES, tUs, channels },
    CHANNELS.map(({ encoding }) => encoding),
  );
}
