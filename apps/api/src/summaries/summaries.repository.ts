import { Injectable } from '@nestjs/common';
import type { DaySummary, MinuteSummary } from '@plumbline/core';
import { Database, type Queries } from '../database/database.ts';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import { atUs } from '../database/wire.ts';
import type { DayOfWearer } from './day-summariser.ts';
import { restsOn, SUMMARY_ALGORITHM, TREND_MEASURES } from './summary-algorithm.ts';

/** A day of a wearer whose summary is to be made. */
export interface DueDay {
  readonly wearerId: number;
  readonly tenantId: number;
  readonly date: string;
  /** As the wearer set them, for the declared hours. */
  readonly settings: { readonly activeHours?: { readonly fromMin: number; readonly toMin: number } } | null;
}

/**
 * A day that is over is summarised at once; one that goes on when there is nothing of it yet, and then every few
 * minutes: its samples keep coming.
 */
const DUE = `
  select d.wearer_id as "wearerId", d.tenant_id as "tenantId", d.date::text, n.settings
  from summary_due d left join nudge_setting n on n.wearer_id = d.wearer_id
  where d.date < current_date - 1 or d.queued_at < now() - interval '5 minutes'
    or not exists (select from day_summary s where s.wearer_id = d.wearer_id and s.date = d.date)
  order by d.queued_at limit $1`;

const TAKE = 'update summary_due set taken = true where wearer_id = $1 and date = $2::date';
const DONE = 'delete from summary_due where wearer_id = $1 and date = $2::date and taken';

/** Days that ended since, and days that only an older version has told. */
const QUEUE_ENDED = `
  insert into summary_due (wearer_id, date, tenant_id) select wearer_id, date, tenant_id from day_summary
  where not complete and end_at <= now() and algorithm = $1 on conflict do nothing`;
const QUEUE_OLDER = `
  insert into summary_due (wearer_id, date, tenant_id)
  select wearer_id, date, min(tenant_id) from day_summary group by wearer_id, date having max(algorithm) < $1
  on conflict do nothing`;

/** Minutes were told of the day before anything that is still stored of it: retention has taken its beginning. */
const BEGAN_BEFORE = `
  select exists (select from minute_summary where wearer_id = $1 and time >= ${atUs('$2')} and time < ${atUs('$3')}
    and observed_s > 0) as before`;

const ALGORITHM_ID = `
  with new as (insert into algorithm (name) values ($1) on conflict (name) do nothing returning id)
  select id from new union all select id from algorithm where name = $1 limit 1`;

const PUT_DAY = `
  insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, measures, trend,
    valid, reasons, worn_min, declared_worn_min, walking_min)
  values ($1, $2::date, $3, $4, $5, ${atUs('$6')}, ${atUs('$7')}, $8, $9, $10, $11, $12, $13, $14, $15)
  on conflict (wearer_id, date, algorithm) do update set time_zone = excluded.time_zone, start_at = excluded.start_at,
    end_at = excluded.end_at, complete = excluded.complete, measures = excluded.measures, trend = excluded.trend,
    valid = excluded.valid, reasons = excluded.reasons, worn_min = excluded.worn_min,
    declared_worn_min = excluded.declared_worn_min, walking_min = excluded.walking_min, computed_at = now()`;

const CUT_MINUTES = `
  delete from minute_summary where wearer_id = $1 and algorithm = $2 and time >= ${atUs('$3')} and time < ${atUs('$4')}`;
const PUT_MINUTES = `
  insert into minute_summary (wearer_id, algorithm, tenant_id, time, observed_s, state_s, flexion_mean_cdeg,
    flexion_sd_cdeg, side_bend_mean_cdeg, activity_mean_cmps2, turns_left, turns_right, holding_max_s)
  select $1, $2, $3, ${atUs('us')}, observed, string_to_array(states, ',')::smallint[], flexion, flexion_sd, bend, activity,
    turns_left, turns_right, holding
  from unnest($4::float8[], $5::smallint[], $6::text[], $7::smallint[], $8::smallint[], $9::smallint[], $10::smallint[],
    $11::smallint[], $12::smallint[], $13::real[])
    as u (us, observed, states, flexion, flexion_sd, bend, activity, turns_left, turns_right, holding)
  on conflict (wearer_id, time, algorithm) do nothing`;

/** The queue of days and the rows that summaries become. Of workers: it knows every wearer. */
@Injectable()
export class SummariesRepository {
  readonly database: Database;
  protected readonly algorithmName: string = SUMMARY_ALGORITHM;
  #algorithm: number | null = null;

  constructor(database: Database) {
    this.database = database;
  }

  /** Numbers grow with each new version, so that of several rows of a day the largest is the newest. */
  async algorithmId(): Promise<number> {
    if (this.#algorithm !== null) return this.#algorithm;
    const [row] = await this.database.query<{ id: number }>(ALGORITHM_ID, [this.algorithmName]);
    this.#algorithm = row!.id;
    return row!.id;
  }

  due(limit: number): Promise<DueDay[]> {
    return this.database.query<DueDay & Record<string, unknown>>(DUE, [limit]);
  }

  async queueEnded(): Promise<void> {
    await this.database.query(QUEUE_ENDED, [await this.algorithmId()]);
  }

  async queueOlder(): Promise<void> {
    await this.database.query(QUEUE_OLDER, [await this.algorithmId()]);
  }

  /** From here on whoever stores something of the day queues it again. */
  async take({ wearerId, date }: DueDay): Promise<void> {
    await this.database.query(TAKE, [wearerId, date]);
  }

  /** Told again the day would be what is left of it. */
  async hasLostItsBeginning({ wearerId }: DueDay, { summary, minutes }: DayOfWearer): Promise<boolean> {
    // Events stay longer than seconds: a minute may be left that holds nothing else.
    const leftUs = minutes.find(({ observedS }) => observedS > 0)?.tUs ?? summary.day.endUs;
    const values = [wearerId, summary.day.startUs, leftUs];
    const [row] = await this.database.query<{ before: boolean }>(BEGAN_BEFORE, values);
    return row!.before;
  }

  /** The day has nothing to tell, or no longer all of it: what an earlier version told of it stays. */
  async dismiss({ wearerId, date }: DueDay): Promise<void> {
    await this.database.query(DONE, [wearerId, date]);
  }

  async put(
    due: DueDay,
    timeZone: string,
    summary: DaySummary,
    minutes: readonly MinuteSummary[],
    complete: boolean,
  ): Promise<void> {
    const algorithm = await this.algorithmId();
    await this.database.transaction(async (queries) => {
      const name = restsOn(this.algorithmName, summary.measures);
      const toldBy = name === this.algorithmName ? null : name;
      await queries.query(PUT_DAY, dayValues(due, timeZone, summary, complete, algorithm, toldBy));
      await putMinutes(queries, due, summary, minutes, algorithm);
      await queries.query(DONE, [due.wearerId, due.date]);
    });
  }
}

function dayValues(
  { wearerId, tenantId, date }: DueDay,
  timeZone: string,
  { day, measures, ...summary }: DaySummary,
  complete: boolean,
  algorithm: number,
  toldBy: string | null,
): unknown[] {
  const trend = TREND_MEASURES.flatMap((id) => {
    const found = measures.find((measure) => measure.id === id);
    return found === undefined || found.value === null
      ? []
      : [[id, [found.value, found.coverage, ...(found.interval ?? [])].map(rounded)]];
  });
  return [
    ...[wearerId, date, algorithm, tenantId, timeZone, day.startUs, day.endUs, complete],
    ...[
      JSON.stringify(measures),
      JSON.stringify({ ...Object.fromEntries(trend), ...(toldBy && { toldBy }) }),
    ],
    ...[summary.valid, summary.reasons],
    ...[summary.wornMin, summary.declaredWornMin, summary.walkingMin],
  ];
}

const DIGITS = 6;

/** More digits than anything here is known to: a year of trends has to be small. */
function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

async function putMinutes(
  queries: Queries,
  { wearerId, tenantId }: DueDay,
  { day }: DaySummary,
  minutes: readonly MinuteSummary[],
  algorithm: number,
): Promise<void> {
  await queries.query(CUT_MINUTES, [wearerId, algorithm, day.startUs, day.endUs]);
  if (minutes.length === 0) return;
  const rows = minutes.map((minute) => [
    ...[
      minute.tUs,
      minute.observedS,
      statesOf(minute),
      centi(minute.flexionMeanDeg),
      centi(minute.flexionSdDeg),
    ],
    ...[centi(minute.sideBendMeanDeg), centi(minute.activityMeanMps2), minute.turnsLeft, minute.turnsRight],
    minute.holdingMaxS,
  ]);
  const columns = rows[0]!.map((_, column) => rows.map((row) => row[column]));
  await queries.query(PUT_MINUTES, [wearerId, algorithm, tenantId, ...columns]);
}

/** Seconds by number of the posture, from 0. */
function statesOf({ stateS }: MinuteSummary): string {
  const counts: number[] = [];
  for (const [state, seconds] of Object.entries(stateS)) {
    counts[POSTURE_CODES[state as keyof typeof POSTURE_CODES]] = seconds;
  }
  return counts.join(',');
}

const CENTI = 100;
const SMALLINT_MAX = 32_767;

function centi(value: number | null): number | null {
  return value === null ? null : Math.max(-SMALLINT_MAX, Math.min(SMALLINT_MAX, Math.round(value * CENTI)));
}
