import { Injectable, NotFoundException } from '@nestjs/common';
import type { Device, DeviceChange, NearbySensor } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { DevicesRepository } from './devices.repository.ts';
import { nearbyOf } from './nearby.ts';

const MOST_DEVICES = 1_000;

/** Which sensors somebody sees follows from who it is; the database decides. */
@Injectable()
export class DevicesService {
  readonly #repository: DevicesRepository;
  readonly #directory: GatewayDirectory;

  constructor(repository: DevicesRepository, directory: GatewayDirectory) {
    this.#repository = repository;
    this.#directory = directory;
  }

  near({ wearer }: Identity): NearbySensor[] {
    return wearer === null ? [] : nearbyOf(this.#directory.of(wearer.id));
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

  async restore(actor: Actor, id: string): Promise<void> {
    if (await this.#repository.restore(actor, id)) return;
    throw new NotFoundException(`You have no device ${id}.`);
  }
}
