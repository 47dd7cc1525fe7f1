import { Injectable, NotFoundException } from '@nestjs/common';
import type { Device, DeviceChange } from '@plumbline/contract';
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

  async change(actor: Actor, id: string, { name }: DeviceChange): Promise<Device> {
    const renamed = await this.#repository.rename(actor, id, name);
    const [device] = renamed ? await this.#repository.list(actor, 1, id) : [];
    if (device === undefined) throw new NotFoundException(`You have no device ${id}.`);
    return device;
  }

  async forget(actor: Actor, id: string): Promise<void> {
    if (await this.#repository.forget(actor, id)) return;
    throw new NotFoundException(`You have no device ${id}.`);
  }
}
