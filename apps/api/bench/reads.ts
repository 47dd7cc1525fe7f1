/**
 * `pnpm build && node apps/api/bench/reads.ts`: how long reads take with one year of one wearer and four weeks of 200 wearers stored,
 * through HTTP, with accounts, consents and row level security. One line of JSON a figure; times in ms.
 */
import { startTestServer } from '@plumbline/database';
import { BenchApi, type BenchPerson } from './people.ts';
import { seedDays, seedDiscomfort, seedRawDay } from './seed.ts';

const WEARERS = 200;
const YEAR_DAYS = 364;
const FOUR_WEEKS = 28;
const ROUNDS = 100;
const RAW_ROUNDS = 7;
const WARM_UP = 10;
const DAY_US = 86_400e6;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

async function measure(
  name: string,
  aimMs: number,
  rounds: number,
  ask: () => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < Math.min(WARM_UP, rounds); i++) await ask();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => Number(ms.toFixed(1)));
  console.log(JSON.stringify({ name, rounds, p50, p95, aimP95: aimMs }));
}

/** 200 wearers who let one therapist in. */
async function seedWearers({ rows }: BenchApi, therapist: BenchPerson): Promise<void> {
  const { person } = await therapist.get<{ person: string }>('/v1/session');
  await rows(
    `with made as (insert into person (tenant_id, name, roles) select 1, 'wearer ' || n, '{wearer}' from generate_series(1, $1) n returning id)
      insert into wearer (tenant_id, person_id) select 1, id from made`,
    [WEARERS - 1],
  );
  await rows(
    `insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until)
      select 1, w.id, (select id from person where uuid = $1), 'bench', '{summary,diary}', now() + interval '1 year' from wearer w`,
    [person],
  );
}

const server = await startTestServer();
const bench = await BenchApi.start(server);
try {
  const { rows } = bench;
  const wearer = await bench.first();
  const therapist = await bench.add(wearer, 'therapist', 'therapist');
  await seedWearers(bench, therapist);
  const all = (await rows('select id from wearer order by id')) as { id: number }[];
  const [first, ...others] = all.map(({ id }) => id);
  await seedDays(rows, [first!], YEAR_DAYS);
  await seedDays(rows, others, FOUR_WEEKS);
  const startUs = Math.floor((Date.now() * 1000) / DAY_US) * DAY_US - 2 * DAY_US;
  const bytes = await seedRawDay(rows, first!, startUs);
  await seedDiscomfort(rows, first!, YEAR_DAYS);
  await rows('vacuum analyze');
  console.log(JSON.stringify({ name: 'a raw day, bytes per sample', value: bytes / 8_640_000 }));
  const date = new Date((startUs + DAY_US) / 1000).toISOString().slice(0, 10);
  const get = (person: BenchPerson, path: string) => () => person.get(path);
  await measure('day summary', 50, ROUNDS, get(wearer, `/v1/days/${date}`));
  await measure('week', 50, ROUNDS, get(wearer, `/v1/weeks/${date}`));
  await measure('trend of 52 weeks, all measures', 50, ROUNDS, get(wearer, '/v1/trends?weeks=52'));
  await measure(
    'trend of 52 weeks, one measure',
    50,
    ROUNDS,
    get(wearer, '/v1/trends?weeks=52&measures=sitting_time'),
  );
  await measure('discomfort over 12 weeks', 250, ROUNDS, get(wearer, '/v1/discomfort?weeks=12'));
  await measure('discomfort over 52 weeks', 1_000, RAW_ROUNDS, get(wearer, '/v1/discomfort?weeks=52'));
  await measure('therapist overview, 200 wearers', 50, ROUNDS, get(therapist, '/v1/overview'));
  const span = `fromUs=${startUs}&untilUs=${startUs + DAY_US}`;
  await measure(
    'a raw day to 1000 points',
    1_000,
    RAW_ROUNDS,
    get(wearer, `/v1/samples?${span}&points=1000`),
  );
} finally {
  await bench.api.stop();
  await server.stop();
}
