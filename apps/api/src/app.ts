import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { prepareDatabase } from '@plumbline/database';
import { appModule } from './app.module.ts';
import { Database } from './database/database.ts';
import { IngestGateway } from './ingest/ingest.gateway.ts';
import { LiveService } from './live/live.service.ts';
import { InputPipe } from './problem/input.pipe.ts';
import { ProblemFilter } from './problem/problem.filter.ts';
import type { ApiConfig } from './process/config.ts';
import { ApiFailure } from './process/failure.ts';
import { secure, serveDashboard } from './process/http.ts';
import { JsonLogger } from './process/logger.ts';
import { VERSION } from './process/version.ts';
import { RecomputeService } from './recompute/recompute.service.ts';

export interface RunningApi {
  readonly url: string;
  /** Takes in nothing more, stores what it has, and ends. May be called twice. */
  stop(): Promise<void>;
}

/** Brings the database up to date and serves. Throws an error with a `remedy` when something stands in the way. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const { workerUrl, storage } = await prepareDatabase(config.databaseUrl);
  const database = new Database(workerUrl);
  try {
    const app = await createApp(config, database, storage);
    const url = await listen(app, config);
    let stopping: Promise<void> | null = null;
    return { url, stop: () => (stopping ??= stop(app, database)) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function createApp(
  config: ApiConfig,
  database: Database,
  storage: Awaited<ReturnType<typeof prepareDatabase>>['storage'],
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(
    appModule({ config, database, storage }),
    adapter,
    { logger: new JsonLogger(config.logLevel), abortOnError: false },
  );
  app.useWebSocketAdapter(new WsAdapter(app));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter(config.dashboardDir !== null));
  secure(adapter.getInstance());
  if (config.dashboardDir !== null) await serveDashboard(adapter.getInstance(), config.dashboardDir);
  describe(app);
  return app;
}

/** `/openapi.json`, made from the same schemas that check requests. */
function describe(app: NestFastifyApplication): void {
  const about = new DocumentBuilder().setTitle('Plumbline').setVersion(VERSION).setLicense('MIT', '').build();
  SwaggerModule.setup('openapi', app, () => SwaggerModule.createDocument(app, about), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
  });
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

async function stop(app: NestFastifyApplication, database: Database): Promise<void> {
  await app.get(RecomputeService).stop();
  await app.get(IngestGateway).drain();
  app.get(LiveService).stop();
  await app.close();
  await database.close();
}
