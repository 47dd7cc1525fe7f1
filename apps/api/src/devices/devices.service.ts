import { Injectable } from '@nestjs/common';
import type { Device } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { DevicesRepository } from './devices.repository.ts';

const MOST_DEVICES = 1_000;

/** Which sensors somebody sees follows from who it is; the database decides. */
@Injectable()
export class DevicesService {
  readonly #repository: DevicesRepository;

  constructor(repository: DevicesRepository) {
    this.#repository = repository;
  }

  /** The last seen first. */
  list(actor: Actor): Promise<Device[]> {
    return this.#repository.list(actor, MOST_DEVICES);
  }
}
