import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { System } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { SessionRegistry } from '../ingest/session-registry.ts';
import { LiveService } from '../live/live.service.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { VERSION } from '../process/version.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { IngestLag } from './ingest-lag.ts';
import { STORAGE, type StorageReport } from './status.service.ts';
import { type StoredFacts, SystemRepository } from './system.repository.ts';

const US_PER_MS = 1000;
const MS_PER_S = 1000;

/** What an operator looks at to see whether everything works. */
@Injectable()
export class SystemService {
  readonly #exportDir: string;
  readonly #storage: StorageReport;
  readonly #repository: SystemRepository;
  readonly #directory: GatewayDirectory;
  readonly #sessions: SessionRegistry;
  readonly #live: LiveService;
  readonly #lag: IngestLag;

  constructor(
    @Inject(API_CONFIG) { exportDir }: ApiConfig,
    @Inject(STORAGE) storage: StorageReport,
    repository: SystemRepository,
    directory: GatewayDirectory,
    sessions: SessionRegistry,
    live: LiveService,
    lag: IngestLag,
  ) {
    this.#exportDir = exportDir;
    this.#storage = storage;
    this.#repository = repository;
    this.#directory = directory;
    this.#sessions = sessions;
    this.#live = live;
    this.#lag = lag;
  }

  async system(actor: Actor): Promise<System> {
    const asked = performance.now();
    const stored = await this.#repository.facts(actor);
    const facts = {
      ...this.#ofProcess(),
      ...this.#ofDatabase(stored, performance.now() - asked),
      ...this.#ofGateways(stored),
      disk: await diskOf(this.#exportDir),
    };
    return { ...facts, diagnostics: diagnosticsOf(facts) };
  }

  #ofProcess(): Pick<
    System,
    'version' | 'nodeVersion' | 'platform' | 'startedUs' | 'nowUs' | 'memoryBytes' | 'ingest'
  > {
    const nowUs = Date.now() * US_PER_MS;
    const sessions = [...this.#sessions.sessions];
    const pendingBytes = sessions.reduce((sum, session) => sum + session.pendingBytes, 0);
    return {
      ...{ version: VERSION, nodeVersion: process.version, platform: `${process.platform} ${process.arch}` },
      ...{ startedUs: nowUs - Math.round(process.uptime() * MS_PER_S) * US_PER_MS, nowUs },
      memoryBytes: process.memoryUsage().rss,
      ingest: { sessions: sessions.length, pendingBytes, liveClients: this.#live.clientCount },
    };
  }

  #ofDatabase(
    { schema, waiting, backup, bytes, tables }: StoredFacts,
    answeredMs: number,
  ): Pick<System, 'storage' | 'schema' | 'database' | 'waiting' | 'backup'> {
    return { storage: this.#storage, schema, database: { bytes, answeredMs, tables }, waiting, backup };
  }

  #ofGateways({ gateways }: StoredFacts): Pick<System, 'gateways' | 'silentGateways'> {
    const connected = this.#directory.all();
    const here = new Set(connected.map(({ id }) => id));
    return {
      gateways: connected.map((gateway) => this.#lag.view(gateway)),
      silentGateways: gateways.filter(({ id }) => !here.has(id)),
    };
  }
}

/** Of the folder, or of the nearest above it that is there. */
async function diskOf(folder: string): Promise<System['disk']> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch {
    return dirname(folder) === folder ? null : diskOf(dirname(folder));
  }
}
