import {
  CALENDAR_PARAMS,
  createCalendar,
  NUDGE_PARAMS,
  type NudgeParams,
  type NudgeRow,
} from '@plumbline/core';
import type { Database } from '../database/database.ts';
import { atUs } from '../database/wire.ts';
import { nudgesOf } from '../nudges/day-nudges.ts';
import { NudgesRepository } from '../nudges/nudges.repository.ts';
import type { DayRowsRepository } from '../summaries/day-rows.repository.ts';
import { uuidOf } from './cast.ts';
import type { DayStream } from './day-records.ts';
import type { DemoDay } from './demo-days.ts';

const SETTINGS = 'select settings from nudge_setting where wearer_id = $1';
const SHOWN = `
  insert into alert (id, wearer_id, tenant_id, raised_at, kind, reason, channel, answered_at, answer)
  values ($1, $2, $3, ${atUs('$4')}, 'break', $5, 'page', ${atUs('$6')}, $7) on conflict do nothing`;
const US_PER_S = 1e6;
const S_PER_MIN = 60;
const ANSWER_AFTER_US = 25e6;

/** Where suggestions are computed and stored. */
export interface SuggestionParts {
  readonly database: Database;
  readonly rows: DayRowsRepository;
  readonly timeZone: string;
}

/** Lets the policy go over the stored day; what it suggested was shown, and a break soon after is its answer. */
export async function suggest(
  { database, rows, timeZone }: SuggestionParts,
  { key, date }: DemoDay,
  wearer: { readonly id: number; readonly tenantId: number },
  { startUs, endUs }: DayStream,
): Promise<void> {
  const span = [wearer.id, startUs, endUs] as const;
  const breaks = await rows.breaks(database, ...span);
  const heard = await new NudgesRepository().heard(database, ...span);
  const params = await paramsOf(database, wearer.id);
  const calendar = createCalendar(timeZone, CALENDAR_PARAMS.declared);
  const { log } = nudgesOf(await rows.load(database, ...span), breaks, heard, calendar, params);
  for (const row of log.filter(({ nudge }) => nudge)) {
    const taken = breaks.some(({ startUs: from }) => within(from - row.tUs, params.answerS));
    const id = uuidOf(`suggestion ${key} ${date} ${row.tUs}`);
    const answer = [row.tUs + ANSWER_AFTER_US, taken ? 'taken' : 'later'];
    await database.query(SHOWN, [id, wearer.id, wearer.tenantId, row.tUs, reasonOf(row), ...answer]);
  }
}

function within(afterUs: number, seconds: number): boolean {
  return afterUs >= 0 && afterUs <= seconds * US_PER_S;
}

async function paramsOf(database: Database, wearerId: number): Promise<NudgeParams> {
  const [row] = await database.query<{ settings: Partial<NudgeParams> }>(SETTINGS, [wearerId]);
  return { ...NUDGE_PARAMS, ...row?.settings };
}

const reasonOf = ({ unbrokenS }: NudgeRow): string =>
  `Sitting for ${Math.round((unbrokenS ?? 0) / S_PER_MIN)} minutes without a break.`;
