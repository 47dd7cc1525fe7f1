import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { prepareDatabase } from '@plumbline/database';
import { appModule, type Surroundings } from './app.module.ts';
import { Database } from './database/database.ts';
import { PeopleDatabase } from './database/people-database.ts';
import { prepareDemo } from './demo/prepare-demo.ts';
import { ExportsService } from './exports/exports.service.ts';
import { describeApi } from './http/openapi.ts';
import { ImportsService } from './imports/imports.service.ts';
import { IngestGateway } from './ingest/ingest.gateway.ts';
import { ReanalysisService } from './jobs/reanalysis.service.ts';
import { LiveService } from './live/live.service.ts';
import { MetricsService } from './metrics/metrics.service.ts';
import { InputPipe } from './problem/input.pipe.ts';
import { ProblemFilter } from './problem/problem.filter.ts';
import type { ApiConfig } from './process/config.ts';
import { Draining } from './process/draining.ts';
import { ApiFailure } from './process/failure.ts';
import { secure, serveDashboard, serverOptions } from './process/http.ts';
import { JsonLogger } from './process/logger.ts';
import { Origins } from './process/origin.ts';
import { OwnOriginWebSockets } from './process/websockets.ts';
import { RecomputeService } from './recompute/recompute.service.ts';
import { RetentionService } from './retention/retention.service.ts';
import { SummariesService } from './summaries/summaries.service.ts';

export interface RunningApi {
  readonly url: string;
  /** Takes in nothing more, stores what it has, and ends. May be called twice. */
  stop(): Promise<void>;
}

/** Brings the database up to date and serves. Throws an error with a `remedy` when something stands in the way. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const { apiUrl, workerUrl, storage, confinement } = await prepareDatabase(config.databaseUrl);
  const demo = config.demo ? await prepareDemo(config.databaseUrl) : null;
  if (config.accounts !== null && confinement === 'none') throw UNCONFINED;
  const databases = { people: new PeopleDatabase(apiUrl), workers: new Database(workerUrl) };
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(databases).map((database) => database.close()));
  };
  try {
    const app = await createApp({ config, storage: { ...storage, confinement }, demo, ...databases });
    const url = await listen(app, config);
    let stopping: Promise<void> | null = null;
    return { url, stop: () => (stopping ??= stop(app).then(close)) };
  } catch (error) {
    await close();
    throw error;
  }
}

const UNCONFINED = new ApiFailure(
  'The user in DATABASE_URL may not create roles, so the database cannot keep people apart.',
  'Let it create roles (alter role ... createrole), or run without accounts on loopback.',
);

async function createApp(surroundings: Surroundings): Promise<NestFastifyApplication> {
  const { config } = surroundings;
  const adapter = new FastifyAdapter(await serverOptions(config));
  const app = await NestFactory.create<NestFastifyApplication>(appModule(surroundings), adapter, {
    logger: new JsonLogger(config.logLevel),
    abortOnError: false,
  });
  app.useWebSocketAdapter(new OwnOriginWebSockets(app));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter(config.dashboardDir !== null));
  secure(adapter.getInstance(), app.get(Origins), config.accounts?.secureCookies === true);
  if (config.dashboardDir !== null) await serveDashboard(adapter.getInstance(), config.dashboardDir);
  describeApi(app, config.accounts?.secureCookies === true);
  return app;
}

async function listen(app: NestFastifyApplication, { host, port }: ApiConfig): Promise<string> {
  try {
    await app.listen({ host, port });
    return await app.getUrl();
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ApiFailure(`Port ${port} is already in use.`, `Choose another one: PORT=${port + 1}`);
  }
}

async function stop(app: NestFastifyApplication): Promise<void> {
  app.get(Draining).begin();
  const workers = [
    ReanalysisService,
    RecomputeService,
    RetentionService,
    SummariesService,
    ExportsService,
    ImportsService,
  ];
  await Promise.all(workers.map((worker) => app.get(worker).stop()));
  await app.get(IngestGateway).drain();
  app.get(LiveService).stop();
  app.get(MetricsService).stop();
  await app.close();
}
