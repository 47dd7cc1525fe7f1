import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Algorithms, DayComparison, Job, NewJob } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { compareMeasures } from './compare-days.ts';
import { type DayRow, type JobRow, JobsRepository } from './jobs.repository.ts';
import { checkAlgorithms, INSTALLED, shippedParameters, withParameters } from './parameters.ts';

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const NOTHING = { before: 0, after: 0, same: 0 };

@Injectable()
export class JobsService {
  readonly #repository: JobsRepository;

  constructor(repository: JobsRepository) {
    this.#repository = repository;
  }

  async algorithms(who: Identity, { id }: WearerRef): Promise<Algorithms> {
    const told = await this.#repository.told(who, id);
    return { installed: [...INSTALLED], parameters: shippedParameters(), told };
  }

  async list(who: Identity): Promise<Job[]> {
    return (await this.#repository.list(who)).map(told);
  }

  async get(who: Identity, id: string): Promise<Job> {
    return told(await this.#find(who, id));
  }

  async order(who: Identity, wearer: WearerRef, wanted: NewJob): Promise<Job> {
    check(wanted);
    if (wanted.replace && who.wearer?.id !== wearer.id) {
      throw new ForbiddenException('What is shown of a wearer is replaced by the wearer alone.');
    }
    if (!(await this.#repository.may(who, wearer.id, 'summary'))) {
      throw new ForbiddenException('The wearer does not let you see what is shown of these days (summary).');
    }
    return this.get(who, await this.#repository.order(who, wearer, wanted));
  }

  /** What is over stays as it is. */
  async cancel(who: Identity, id: string): Promise<Job> {
    const { kind } = await this.#find(who, id);
    if (kind !== 'reanalysis') throw new ForbiddenException(`A job of the kind ${kind} cannot be stopped.`);
    await this.#repository.cancel(who, id);
    return this.get(who, id);
  }

  /** The days that it has come to so far. */
  async days(who: Identity, id: string): Promise<DayComparison[]> {
    const job = await this.#find(who, id);
    return (await this.#repository.days(who, job)).map(comparisonOf);
  }

  async #find(who: Identity, id: string): Promise<JobRow> {
    const [row] = await this.#repository.list(who, id);
    if (row === undefined) throw new NotFoundException(`You have no job ${id}.`);
    return row;
  }
}

function told({ wearerId: _, ...job }: JobRow): Job {
  return job;
}

function check({ fromDate, untilDate, algorithms, parameters, replace }: NewJob): void {
  const days = (Date.parse(untilDate) - Date.parse(fromDate)) / DAY_MS + 1;
  if (days < 1) throw new InvalidInput('untilDate', untilDate, 'Give fromDate or a later date.');
  if (days > MOST_DAYS) throw new InvalidInput('untilDate', untilDate, `Ask for ${MOST_DAYS} days at most.`);
  checkAlgorithms(algorithms);
  withParameters(parameters);
  if (replace && Object.keys(parameters).length > 0) {
    throw new InvalidInput('replace', 'true', 'Only what is told with the shipped parameters can be shown.');
  }
}

function comparisonOf({ date, reason, shown, told: after }: DayRow): DayComparison {
  const [before, { bouts, seconds, ...rest }] = [shown, after ?? { bouts: NOTHING, seconds: NOTHING }];
  const measures = after === null ? [] : compareMeasures(before?.measures ?? [], after.measures);
  return {
    ...{ date, reason, bouts, seconds, measures },
    before: before && { ...before, measures: [...before.measures] as never },
    after: after && (rest as never),
  };
}
