import { connect } from '@plumbline/database';

const SESSION = '(select session_id from plumbline.stream where uuid = $1)';

/** Everything derived from a stream's session, without the ids that differ from session to session. */
const QUERIES = [
  `select time, state, probability_pm, flexion_cdeg, side_bend_cdeg, rotation_cdeg, tilt_cdeg, activity_cmps2,
    coverage_pm from plumbline.posture_1s where session_id = ${SESSION} order by time`,
  `select started_at, ended_at, state, open from plumbline.bout where session_id = ${SESSION} order by started_at`,
  `select peak_at, started_at, ended_at, peak_cdeg, peak_speed_dps, kind, context, provisional
    from plumbline.rotation_event where session_id = ${SESSION} order by peak_at`,
  `select time, holding_s, band, creep, shifts_15min, fidgets_15min, provisional
    from plumbline.load_10s where session_id = ${SESSION} order by time`,
];

export interface Derived {
  readonly seconds: readonly unknown[];
  readonly bouts: readonly unknown[];
  readonly rotations: readonly unknown[];
  readonly load: readonly unknown[];
}

export async function derivedRows(databaseUrl: string, streamId: string): Promise<Derived> {
  const client = await connect(databaseUrl);
  try {
    const results: unknown[][] = [];
    for (const sql of QUERIES) results.push((await client.query(sql, [streamId])).rows);
    const [seconds, bouts, rotations, load] = results as [unknown[], unknown[], unknown[], unknown[]];
    return { seconds, bouts, rotations, load };
  } finally {
    await client.end();
  }
}
