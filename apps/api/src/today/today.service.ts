import { Inject, Injectable } from '@nestjs/common';
import type { Today } from '@plumbline/contract';
import { type Bout, StateSeconds, summariseCounts } from '@plumbline/core';
import type { WearerRef } from '../access/identity.ts';
import { BoutsRepository } from '../bouts/bouts.repository.ts';
import { mergeBouts } from '../bouts/merge-bouts.ts';
import type { Actor } from '../database/people-database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { localDayOf } from './local-day.ts';
import { TodayRepository } from './today.repository.ts';

/** A bout without news for this long is not going on any more: nobody knows what came after it. */
const STALE_US = 120_000_000;

@Injectable()
export class TodayService {
  readonly #config: ApiConfig;
  readonly #repository: TodayRepository;
  readonly #bouts: BoutsRepository;

  constructor(@Inject(API_CONFIG) config: ApiConfig, repository: TodayRepository, bouts: BoutsRepository) {
    this.#config = config;
    this.#repository = repository;
    this.#bouts = bouts;
  }

  /** The wearer's day up to now. */
  async today(actor: Actor, { id }: WearerRef, nowUs: number): Promise<Today> {
    const { timeZone } = this.#config;
    const { date, startUs } = localDayOf(nowUs, timeZone);
    const span = { startUs, endUs: nowUs };
    const counts = countsOf(await this.#repository.secondsByState(actor, id, startUs, nowUs));
    const sessions = await this.#bouts.betweenFor(actor, id, startUs, nowUs);
    const bouts = mergeBouts([...sessions.values()]).map((bout) => withoutStale(bout, nowUs));
    return { date, timeZone, ...span, measures: summariseCounts(counts, bouts, span).map(toWire), bouts };
  }
}

type Measures = ReturnType<typeof summariseCounts>;

function toWire(measure: Measures[number]): Today['measures'][number] {
  const { interval } = measure;
  return { ...measure, interval: interval === null ? null : [interval[0], interval[1]] };
}

function countsOf(seconds: ReadonlyMap<Bout['state'], number>): StateSeconds {
  const counts = new StateSeconds();
  for (const [state, n] of seconds) for (let i = 0; i < n; i++) counts.add(state);
  return counts;
}

function withoutStale(bout: Bout, nowUs: number): Bout {
  return { ...bout, open: bout.open && nowUs - bout.endUs < STALE_US };
}
