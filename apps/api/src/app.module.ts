import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Storage } from '@plumbline/database';
import { Database } from './database/database.ts';
import { WearerBus } from './events/wearer-bus.ts';
import { HealthModule } from './health/health.module.ts';
import { IngestModule } from './ingest/ingest.module.ts';
import { LiveModule } from './live/live.module.ts';
import { API_CONFIG, type ApiConfig } from './process/config.ts';
import { RecomputeModule } from './recompute/recompute.module.ts';
import { StatusModule } from './status/status.module.ts';
import { STORAGE } from './status/status.service.ts';
import { StreamsModule } from './streams/streams.module.ts';
import { TodayModule } from './today/today.module.ts';

/** What every feature may use. */
export interface Surroundings {
  readonly config: ApiConfig;
  readonly database: Database;
  readonly storage: Storage;
}

@Global()
@Module({})
class SurroundingsModule {}

@Module({})
class AppModule {}

function surroundingsModule({ config, database, storage }: Surroundings): DynamicModule {
  const providers = [
    { provide: API_CONFIG, useValue: config },
    { provide: Database, useValue: database },
    { provide: STORAGE, useValue: storage },
    WearerBus,
  ];
  return { module: SurroundingsModule, providers, exports: providers };
}

export function appModule(surroundings: Surroundings): DynamicModule {
  const features = [
    HealthModule,
    StatusModule,
    TodayModule,
    StreamsModule,
    IngestModule,
    LiveModule,
    RecomputeModule,
  ];
  return { module: AppModule, imports: [surroundingsModule(surroundings), ...features] };
}
