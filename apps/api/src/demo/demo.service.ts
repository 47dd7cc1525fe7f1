import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Demo } from '@plumbline/contract';
import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { AccessRepository } from '../access/access.repository.ts';
import { SessionsService } from '../accounts/sessions.service.ts';
import { Database } from '../database/database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { CAST, DEMO_DECODER } from './cast.ts';
import { DEMO_RATE_HZ } from './day-records.ts';
import { dateAfter, demoDays, NEW_ALGORITHM_DAY, STORY_DAYS } from './demo-days.ts';
import type { DemoCast } from './prepare-demo.ts';

/** Injection token; null: no demonstration. */
export const DEMO_CAST = Symbol('DemoCast');

const STORED = 'select count(*)::int as n from stream where decoder = $1 and ended_at is not null';
const NONE: Demo = {
  on: false,
  people: [],
  daysPlanned: 0,
  daysStored: 0,
  rateHz: DEMO_RATE_HZ,
  newAlgorithmFrom: null,
};

/** Who is made up, and going on as one of them. */
@Injectable()
export class DemoService {
  readonly #cast: DemoCast | null;
  readonly #config: ApiConfig;
  readonly #workers: Database;
  readonly #access: AccessRepository;
  readonly #sessions: SessionsService;

  constructor(
    @Inject(DEMO_CAST) cast: DemoCast | null,
    @Inject(API_CONFIG) config: ApiConfig,
    workers: Database,
    access: AccessRepository,
    sessions: SessionsService,
  ) {
    this.#cast = cast;
    this.#config = config;
    this.#workers = workers;
    this.#access = access;
    this.#sessions = sessions;
  }

  async tell(nowUs: number): Promise<Demo> {
    if (this.#cast === null) return NONE;
    const { beganUs } = this.#cast;
    const calendar = createCalendar(this.#config.timeZone, CALENDAR_PARAMS.declared);
    const began = calendar.dayOf(beganUs).date;
    const people = await this.#people();
    const keys = new Set<string>(people.map(({ key }) => key));
    const [stored] = await this.#workers.query<{ n: number }>(STORED, [DEMO_DECODER]);
    return {
      ...NONE,
      on: true,
      people,
      daysPlanned: demoDays(began, calendar.dayOf(nowUs).date).filter(({ key }) => keys.has(key)).length,
      daysStored: stored!.n,
      newAlgorithmFrom: dateAfter(began, 1 - STORY_DAYS + NEW_ALGORITHM_DAY),
    };
  }

  /** Returns the cookie. */
  async goOnAs(person: string): Promise<string> {
    const personId = await this.#idOf(person);
    if (personId !== null) return this.#sessions.begin(personId);
    throw new NotFoundException('There is nobody of a demonstration with this id: see GET /v1/demo.');
  }

  /** Without those who had everything of them deleted. */
  async #people(): Promise<Demo['people']> {
    const ids = await Promise.all(CAST.map(({ person }) => this.#idOf(person)));
    return CAST.filter((_, i) => ids[i] !== null).map((member) => ({ ...member, roles: [...member.roles] }));
  }

  async #idOf(person: string): Promise<number | null> {
    const personId = this.#cast?.personIds.get(person) ?? null;
    if (personId === null) return null;
    return (await this.#access.person({ personId, scopes: null })) === null ? null : personId;
  }
}
