import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { WearerBus } from '../events/wearer-bus.ts';
import { GatewayDirectory } from '../ingest/gateway-directory.ts';
import { SessionRegistry } from '../ingest/session-registry.ts';
import { LiveService } from '../live/live.service.ts';
import { VERSION } from '../process/version.ts';
import { type Metric, metricsText } from './metrics-text.ts';

const US_PER_S = 1e6;
const NS_PER_S = 1e9;
const DELAY_QUANTILE = 99;

/** Numbers of the process as a whole; never of a person. */
@Injectable()
export class MetricsService implements OnApplicationBootstrap {
  readonly #database: Database;
  readonly #bus: WearerBus;
  readonly #gateways: GatewayDirectory;
  readonly #sessions: SessionRegistry;
  readonly #live: LiveService;
  readonly #delay = monitorEventLoopDelay();
  #messages = 0;
  #stopCounting: () => void = () => {};

  constructor(
    database: Database,
    bus: WearerBus,
    gateways: GatewayDirectory,
    sessions: SessionRegistry,
    live: LiveService,
  ) {
    this.#database = database;
    this.#bus = bus;
    this.#gateways = gateways;
    this.#sessions = sessions;
    this.#live = live;
  }

  onApplicationBootstrap(): void {
    this.#delay.enable();
    this.#stopCounting = this.#bus.subscribe(({ kind }) => {
      if (kind === 'samples') this.#messages++;
    });
  }

  stop(): void {
    this.#stopCounting();
    this.#delay.disable();
  }

  /** In the text format of Prometheus 0.0.4. The delay is that since the last call. */
  text(): string {
    const text = metricsText([...this.#ofIngest(), ...this.#ofProcess()]);
    this.#delay.reset();
    return text;
  }

  #ofIngest(): Metric[] {
    const sessions = [...this.#sessions.sessions];
    const pending = sessions.reduce((sum, session) => sum + session.pendingBytes, 0);
    return [
      gauge('gateways_connected', 'Gateways whose connection is open.', this.#gateways.count),
      gauge(
        'sessions_in_memory',
        'Wear sessions that are being recorded or were a moment ago.',
        sessions.length,
      ),
      gauge('ingest_pending_bytes', 'Records taken in and not stored yet.', pending),
      counter('ingest_sample_records_total', 'Records of samples taken in.', this.#messages),
      gauge('live_clients', 'Pages that follow a live picture.', this.#live.clientCount),
    ];
  }

  #ofProcess(): Metric[] {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const delayS = this.#delay.percentile(DELAY_QUANTILE) / NS_PER_S;
    return [
      gauge(
        'database_up',
        'Whether the database answered last time.',
        this.#database.reason === null ? 1 : 0,
      ),
      gauge(
        'event_loop_delay_p99_seconds',
        'Waiting of the process for itself, since the last scrape.',
        delayS,
      ),
      counter('process_cpu_seconds_total', 'Processor time.', (user + system) / US_PER_S),
      gauge('process_resident_memory_bytes', 'Memory.', rss),
      gauge('process_heap_bytes', 'Of it, used by the JavaScript heap.', heapUsed),
      { ...gauge('build_info', 'Which version this is.', 1), labels: { version: VERSION } },
    ];
  }
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', value };
}

function counter(name: string, help: string, value: number): Metric {
  return { name, help, type: 'counter', value };
}
