import { Inject, Injectable } from '@nestjs/common';
import type { NudgeSettings } from '@plumbline/contract';
import {
  CALENDAR_PARAMS,
  type Calendar,
  createCalendar,
  NUDGE_PARAMS,
  type NudgeParams,
} from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';

const CLOCK = `
  select (select time_zone from wear_session where wearer_id = $1 order by started_at desc limit 1) as "timeZone",
    (select settings from nudge_setting where wearer_id = $1) as settings`;

/** The wearer's own clock and wishes. */
export interface WearerClock {
  readonly calendar: Calendar;
  readonly nudge: NudgeParams;
  /** As it was stored; null: as it is delivered. */
  readonly settings: Partial<NudgeSettings> | null;
}

@Injectable()
export class WearerCalendar {
  readonly #config: ApiConfig;

  constructor(@Inject(API_CONFIG) config: ApiConfig) {
    this.#config = config;
  }

  /** As far as the actor may know it: the time zone of the last session, and what the wearer has set. */
  async of(queries: Queries, wearerId: number): Promise<WearerClock> {
    const [row] = await queries.query<{ timeZone: string | null; settings: Partial<NudgeSettings> | null }>(
      CLOCK,
      [wearerId],
    );
    const { timeZone, settings } = row!;
    const declared = settings?.activeHours ?? CALENDAR_PARAMS.declared;
    const calendar = createCalendar(timeZone ?? this.#config.timeZone, declared);
    return { calendar, nudge: paramsOf(settings), settings };
  }
}

/** What the policy goes by; how a suggestion is shown is not its concern. */
function paramsOf(settings: Partial<NudgeSettings> | null): NudgeParams {
  const { channel: _channel, tone: _tone, ...wishes } = settings ?? {};
  return { ...NUDGE_PARAMS, ...wishes };
}
