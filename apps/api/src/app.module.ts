import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.ts';
import { AccountsModule } from './accounts/accounts.module.ts';
import { ConsentsModule } from './consents/consents.module.ts';
import { Database } from './database/database.ts';
import { PeopleDatabase } from './database/people-database.ts';
import { DeletionsModule } from './deletions/deletions.module.ts';
import { DemoModule } from './demo/demo.module.ts';
import { DEMO_CAST } from './demo/demo.service.ts';
import type { DemoCast } from './demo/prepare-demo.ts';
import { WearerBus } from './events/wearer-bus.ts';
import { ExportsModule } from './exports/exports.module.ts';
import { HealthModule } from './health/health.module.ts';
import { ImportsModule } from './imports/imports.module.ts';
import { IngestModule } from './ingest/ingest.module.ts';
import { JobsModule } from './jobs/jobs.module.ts';
import { LiveModule } from './live/live.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { MountingModule } from './mounting/mounting.module.ts';
import { API_CONFIG, type ApiConfig } from './process/config.ts';
import { Draining } from './process/draining.ts';
import { RecomputeModule } from './recompute/recompute.module.ts';
import { RecordModule } from './record/record.module.ts';
import { RetentionModule } from './retention/retention.module.ts';
import { StatusModule } from './status/status.module.ts';
import { STORAGE, type StorageReport } from './status/status.service.ts';
import { StreamsModule } from './streams/streams.module.ts';
import { StudiesModule } from './studies/studies.module.ts';
import { TodayModule } from './today/today.module.ts';
import { TokensModule } from './tokens/tokens.module.ts';
import { WearerDataModule } from './wearer-data.module.ts';

/** What every feature may use. */
export interface Surroundings {
  readonly config: ApiConfig;
  readonly storage: StorageReport;
  readonly people: PeopleDatabase;
  readonly workers: Database;
  /** Null: no demonstration. */
  readonly demo: DemoCast | null;
}

@Global()
@Module({})
class SurroundingsModule {}

@Module({})
class AppModule {}

function surroundingsModule({ config, storage, people, workers, demo }: Surroundings): DynamicModule {
  const providers = [
    { provide: API_CONFIG, useValue: config },
    { provide: Database, useValue: workers },
    { provide: PeopleDatabase, useValue: people },
    { provide: STORAGE, useValue: storage },
    { provide: DEMO_CAST, useValue: demo },
    WearerBus,
    Draining,
  ];
  return { module: SurroundingsModule, providers, exports: providers };
}

export function appModule(surroundings: Surroundings): DynamicModule {
  const features = [
    AccessModule,
    AccountsModule,
    ConsentsModule,
    TokensModule,
    DeletionsModule,
    DemoModule,
    HealthModule,
    StatusModule,
    MetricsModule,
    TodayModule,
    RetentionModule,
    StudiesModule,
    StreamsModule,
    ExportsModule,
    ImportsModule,
    JobsModule,
    IngestModule,
    LiveModule,
    MountingModule,
    RecomputeModule,
    RecordModule,
    WearerDataModule,
  ];
  return { module: AppModule, imports: [surroundingsModule(surroundings), ...features] };
}
