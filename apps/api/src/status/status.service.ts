import { Inject, Injectable } from '@nestjs/common';
import type { Status } from '@plumbline/contract';
import type { PreparedDatabase, Storage } from '@plumbline/database';
import type { Identity } from '../access/identity.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { LiveService } from '../live/live.service.ts';
import { VERSION } from '../process/version.ts';
import { IngestLag } from './ingest-lag.ts';

/** What the database server can do, and how well it keeps people apart. */
export type StorageReport = Storage & Pick<PreparedDatabase, 'confinement'>;

/** Injection token of the {@link StorageReport}. */
export const STORAGE = Symbol('Storage');

@Injectable()
export class StatusService {
  readonly #storage: StorageReport;
  readonly #directory: GatewayDirectory;
  readonly #live: LiveService;
  readonly #lag: IngestLag;

  constructor(
    @Inject(STORAGE) storage: StorageReport,
    directory: GatewayDirectory,
    live: LiveService,
    lag: IngestLag,
  ) {
    this.#lag = lag;
    this.#storage = storage;
    this.#directory = directory;
    this.#live = live;
  }

  /** An operator sees every gateway, a wearer their own. */
  status({ roles, wearer }: Identity): Status {
    const all = roles.includes('operator');
    const own = wearer === null ? [] : this.#directory.of(wearer.id);
    const gateways = all ? this.#directory.all() : own;
    return {
      version: VERSION,
      storage: this.#storage,
      gateways: gateways.flatMap(({ status }) => status ?? []),
      connected: gateways.map((gateway) => this.#lag.view(gateway)),
      liveClients: this.#live.clientCount,
    };
  }
}
