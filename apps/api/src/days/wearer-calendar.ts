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
import { dayIn, zonesOfDay } from '../summaries/day-bounds.ts';

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

/** A date of the wearer: by whose clock it is told, and where it begins and ends. */
export interface WearerDay extends WearerClock {
  readonly startUs: number;
  readonly endUs: number;
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
    const calendar = createCalendar(timeZone ?? this.#config.timeZone, declaredIn(settings));
    return { calendar, nudge: paramsOf(settings), settings };
  }

  /** As its summary has it, whichever zone the wearer has gone to since. */
  async on(queries: Queries, wearerId: number, date: string): Promise<WearerDay> {
    const clock = await this.of(queries, wearerId);
    const declared = declaredIn(clock.settings);
    const zones = await zonesOfDay(queries, wearerId, date, this.#config.timeZone);
    const { startUs, endUs } = dayIn(zones, date, declared);
    return { ...clock, calendar: createCalendar(zones.timeZone, declared), startUs, endUs };
  }
}

function declaredIn(settings: Partial<NudgeSettings> | null): NudgeSettings['activeHours'] {
  return settings?.activeHours ?? CALENDAR_PARAMS.declared;
}

/** What the policy goes by; how a suggestion is shown is not its concern. */
function paramsOf(settings: Partial<NudgeSettings> | null): NudgeParams {
  const { channel: _channel, tone: _tone, ...wishes } = settings ?? {};
  return { ...NUDGE_PARAMS, ...wishes };
}
