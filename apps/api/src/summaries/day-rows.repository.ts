import { Injectable } from '@nestjs/common';
import type { Bout, BreakCredit, LoadRow, MinuteSecond, RotationEvent } from '@plumbline/core';
import { boutsBetween } from '../bouts/bouts.repository.ts';
import { believedSession } from '../bouts/merge-bouts.ts';
import type { Queries } from '../database/database.ts';
import { believedFirst, postureOf } from '../database/posture-codes.ts';
import { atUs, usOf } from '../database/wire.ts';

const SPAN = (column: string): string =>
  `wearer_id = $1 and ${column} >= ${atUs('$2')} and ${column} < ${atUs('$3')}`;

const SECONDS = `
  select distinct on (time) ${usOf('time')} as us, state, flexion_cdeg as flexion, side_bend_cdeg as bend,
    activity_cmps2 as activity, coverage_pm as coverage, algorithm
  from posture_1s where ${SPAN('time')} order by time, ${believedFirst('state')}`;

/** Rows say what was before them: those of the span end in it. */
const LOAD = `
  select distinct on (time) ${usOf('time')} as us, holding_s, band, creep, shifts_15min, fidgets_15min, posture,
    budget_share, leaning, unbroken_s, unvaried_s
  from load_10s where wearer_id = $1 and time > ${atUs('$2')} and time <= ${atUs('$3')}
  order by time, ${believedFirst('posture')} limit $4`;

const BREAKS = `
  select session_id as session, ${usOf('started_at')} as "startUs", ${usOf('ended_at')} as "endUs",
    moving_s::float8 as "movingS", posture_changed as "postureChanged", band_left as "bandLeft",
    creep_before::float8 as "creepBefore", creep_after::float8 as "creepAfter",
    creep_recovered::float8 as "creepRecovered", stillness_recovered::float8 as "stillnessRecovered",
    extract(epoch from ended_at - started_at)::float8 / 60 as minutes
  from break_credit where ${SPAN('started_at')} order by started_at, session_id`;

/** Where there is no limit. */
const MOST_ROWS = 1e9;
const ROTATIONS = `
  select session_id as session, ${usOf('peak_at')} as peak_us, ${usOf('started_at')} as start_us,
    ${usOf('ended_at')} as end_us, kind, peak_cdeg, context, peak_speed_dps::float8 as speed,
    beyond_10deg_s::float8 as beyond10, beyond_20deg_s::float8 as beyond20
  from rotation_event where ${SPAN('peak_at')}
    and ($4::float8 is null or (peak_at, started_at) > (${atUs('$4')}, ${atUs('$5')}))
  order by peak_at, started_at fetch first coalesce($6::bigint, ${MOST_ROWS}) rows with ties`;

/** Of seconds with these numbers, and of the events and load of the span. */
const SAID_BY = `
  select name from algorithm where id = any ($4::smallint[])
    or id in (select algorithm from rotation_event where ${SPAN('peak_at')})
    or id in (select algorithm from load_10s where wearer_id = $1 and time > ${atUs('$2')} and time <= ${atUs('$3')})
  order by id`;
/** Whether there was one, and whether one was found to turn against gravity. */
const GYRO = `
  select count(*) > 0 as "hasGyro", coalesce(bool_or(exists (select from calibration c
      where c.session_id = s.session_id and c.kind = 'gyro_against')), false) as "isGyroAgainst"
  from stream s where s.wearer_id = $1 and s.opened_at < ${atUs('$3')}
    and coalesce(s.ended_at, 'infinity') > ${atUs('$2')} and s.channels @> '[{"quantity": "gyr"}]'`;

/** As the analysis took it: of the last session of the span; null where one of them knew none. */
const FLEXION_RANGE = `
  select case when bool_and(w.seed ->> 'flexionRangeDeg' is not null)
      then (array_agg((w.seed ->> 'flexionRangeDeg')::float8 order by w.started_at desc))[1] end as deg
  from wear_session w where w.wearer_id = $1 and exists (select from stream s where s.session_id = w.id
    and s.opened_at < ${atUs('$3')} and coalesce(s.ended_at, 'infinity') > ${atUs('$2')})`;

/** See `RotationSummaryInput`. */
export interface GyroOfSpan {
  readonly hasGyro: boolean;
  readonly isGyroAgainst: boolean;
}

interface SecondRow {
  us: number;
  state: number;
  flexion: number | null;
  bend: number | null;
  activity: number;
  coverage: number;
  algorithm: number;
}

interface LoadRecord {
  us: number;
  holding_s: number;
  band: string;
  creep: number | null;
  shifts_15min: number | null;
  fidgets_15min: number | null;
  posture: number | null;
  budget_share: number | null;
  leaning: number | null;
  unbroken_s: number | null;
  unvaried_s: number | null;
}

interface RotationRow {
  session: number;
  peak_us: number;
  start_us: number;
  end_us: number;
  kind: string;
  peak_cdeg: number;
  context: number;
  speed: number | null;
  beyond10: number | null;
  beyond20: number | null;
}

type Plain<T> = T & Record<string, unknown>;

const CENTI = 100;
const MILLI = 1000;
/** Seconds are read in pages of this length, so that a day never lies in memory twice. */
const PAGE_US = 6 * 3600e6;

type BreakRow = BreakCredit & { readonly session: number };
type RotationKey = readonly [peakUs: number, startUs: number];

/** After the event with this peak and start; null: from the beginning, all of them. */
export interface RotationPlace {
  readonly after: RotationKey | null;
  readonly limit: number | null;
}

export interface RotationRows {
  readonly rotations: readonly RotationEvent[];
  /** After it there may be more; null: these were the last. */
  readonly last: RotationKey | null;
}
const WHOLE: RotationPlace = { after: null, limit: null };

export type SecondOf = MinuteSecond & { readonly coverage: number; readonly algorithm: number };

/** What is stored of a span of one wearer, as core speaks of it; whoever asks brings the connection. */
@Injectable()
export class DayRowsRepository {
  async *seconds(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
  ): AsyncGenerator<readonly SecondOf[]> {
    for (let from = startUs; from < endUs; from += PAGE_US) {
      const to = Math.min(endUs, from + PAGE_US);
      const rows = await queries.query<Plain<SecondRow>>(SECONDS, [wearerId, from, to]);
      yield rows.map(toSecond);
    }
  }

  /** Without a limit: all of them. */
  async load(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
    limit: number | null = null,
  ): Promise<LoadRow[]> {
    const rows = await queries.query<Plain<LoadRecord>>(LOAD, [wearerId, startUs, endUs, limit]);
    return rows.map(toLoad);
  }

  async breaks(queries: Queries, wearerId: number, startUs: number, endUs: number): Promise<BreakCredit[]> {
    const rows = await queries.query<Plain<BreakRow>>(BREAKS, [wearerId, startUs, endUs]);
    const told = await believedOf(queries, wearerId, rows, ({ startUs: atUs }) => atUs);
    return told.map(({ session: _, ...credit }) => credit);
  }

  async rotations(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
  ): Promise<readonly RotationEvent[]> {
    return (await this.rotationPage(queries, wearerId, startUs, endUs, WHOLE)).rotations;
  }

  async rotationPage(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
    { after, limit }: RotationPlace,
  ): Promise<RotationRows> {
    const [peakUs, beganUs] = after ?? [null, null];
    const values = [wearerId, startUs, endUs, peakUs, beganUs, limit];
    const rows = await queries.query<Plain<RotationRow>>(ROTATIONS, values);
    const told = await believedOf(queries, wearerId, rows, ({ peak_us }) => peak_us);
    const last = limit === null || rows.length < limit ? undefined : rows.at(-1);
    return { rotations: told.map(toRotation), last: last ? [last.peak_us, last.start_us] : null };
  }

  async gyro(queries: Queries, wearerId: number, startUs: number, endUs: number): Promise<GyroOfSpan> {
    const [row] = await queries.query<Plain<GyroOfSpan>>(GYRO, [wearerId, startUs, endUs]);
    return row!;
  }

  async flexionRangeDeg(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
  ): Promise<number | null> {
    const [row] = await queries.query<{ deg: number | null }>(FLEXION_RANGE, [wearerId, startUs, endUs]);
    return row!.deg;
  }

  /** Names of the algorithms whose rows a day is made of, the newest last; `seconds`: numbers of those of its seconds. */
  async saidBy(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
    seconds: readonly number[],
  ): Promise<string[]> {
    const rows = await queries.query<{ name: string }>(SAID_BY, [wearerId, startUs, endUs, seconds]);
    return rows.map(({ name }) => name);
  }
}

/** Two sensors that are worn at once both tell of a movement: it is counted as the session tells it that is believed then. */
async function believedOf<T extends { readonly session: number }>(
  queries: Queries,
  wearerId: number,
  rows: readonly T[],
  atUs: (row: T) => number,
): Promise<readonly T[]> {
  if (rows.length === 0) return rows;
  const sessions = await boutsBetween(queries, wearerId, atUs(rows[0]!), atUs(rows.at(-1)!) + 1);
  if (sessions.size < 2) return rows;
  const sessionAt = believedSession(sessions);
  return rows.filter((row) => (sessionAt(atUs(row)) ?? row.session) === row.session);
}

const angle = (centi: number | null): number | null => (centi === null ? null : centi / CENTI);

function toSecond({ us, state, flexion, bend, activity, coverage, algorithm }: SecondRow): SecondOf {
  const posture: Bout['state'] = postureOf(state);
  return {
    ...{ tUs: us, state: posture, flexionDeg: angle(flexion), sideBendDeg: angle(bend) },
    ...{ activityMps2: activity / CENTI, coverage: coverage / MILLI, algorithm },
  };
}

/** What earlier versions did not keep stays away, so that core falls back to what it knows. */
function toLoad(row: LoadRecord): LoadRow {
  return {
    tUs: row.us,
    holdingS: row.holding_s,
    band: row.band,
    creep: row.creep,
    shifts15min: row.shifts_15min,
    fidgets15min: row.fidgets_15min,
    leaning: row.leaning,
    ...(row.posture !== null && { posture: postureOf(row.posture) }),
    ...(row.budget_share !== null && { budgetShare: row.budget_share }),
    ...(row.unbroken_s !== null && { unbrokenS: row.unbroken_s }),
    ...(row.unvaried_s !== null && { unvariedS: row.unvaried_s }),
  };
}

function toRotation(row: RotationRow): RotationEvent {
  return {
    ...{ startUs: row.start_us, peakUs: row.peak_us, endUs: row.end_us },
    kind: row.kind as RotationEvent['kind'],
    peakDeg: row.peak_cdeg / CENTI,
    context: postureOf(row.context),
    ...(row.speed !== null && { peakSpeedDps: row.speed }),
    ...(row.beyond10 !== null && { beyond10S: row.beyond10 }),
    ...(row.beyond20 !== null && { beyond20S: row.beyond20 }),
  };
}
