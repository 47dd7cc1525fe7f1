import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEMO_PEOPLE,
  type Demo,
  type DemoPersonKey,
  type OverviewEntry,
  type Study,
  type StudyStream,
  type Today,
  type Trends,
  type Week,
} from '@plumbline/contract';
import { spawnStart, temporaryFolder } from '../harness/app.ts';
import { afternoonZone } from '../harness/demo.ts';

/** Something that pages wait for, and how many seconds after the first command it was there; null: never. */
export interface Filled {
  readonly what: string;
  readonly afterS: number | null;
  /** A page would be empty without it, so that it has to be there soon. */
  readonly soon: boolean;
}

/** Asks as somebody of the demonstration. */
type Ask = <T>(path: string) => Promise<T>;
interface Wait {
  readonly what: string;
  readonly as: DemoPersonKey;
  readonly soon: boolean;
  readonly there: (ask: Ask) => Promise<boolean>;
}

const POLL_MS = 700;
const MS_PER_S = 1000;
const MS_PER_DAY = 86_400_000;
const WEEKS = 12;
const WEARERS = ['seated', 'turning', 'hybrid'] as const satisfies readonly DemoPersonKey[];

/** Runs the first command on an empty folder and notes when each page has something true to show. */
export async function timesOfFilling(mostS: number): Promise<readonly Filled[]> {
  await using folder = await temporaryFolder();
  const startMs = performance.now();
  const afterS = () => (performance.now() - startMs) / MS_PER_S;
  const args = ['--demo', '--port', '0', '--data-dir', join(folder.path, 'data')];
  const started = spawnStart(args, { TZ: afternoonZone() });
  try {
    const url = ((await started.event('ready')).url as string).replace(/\/$/, '');
    const found: Filled[] = [{ what: 'the page answers', afterS: afterS(), soon: true }];
    const asks = await signIn(url);
    let waiting: readonly Wait[] = WAITS;
    while (waiting.length > 0 && afterS() < mostS) {
      const there = await Promise.all(waiting.map((wait) => wait.there(asks.get(wait.as)!)));
      for (const { what, soon } of waiting.filter((_, i) => there[i])) {
        found.push({ what, afterS: afterS(), soon });
      }
      waiting = waiting.filter((_, i) => !there[i]);
      await sleep(POLL_MS);
    }
    return [...found, ...waiting.map(({ what, soon }) => ({ what, afterS: null, soon }))];
  } finally {
    await started.stop();
  }
}

async function signIn(url: string): Promise<ReadonlyMap<DemoPersonKey, Ask>> {
  const { people } = await get<Demo>(`${url}/v1/demo`);
  const asks = new Map<DemoPersonKey, Ask>();
  for (const key of DEMO_PEOPLE) {
    const { person } = people.find((each) => each.key === key)!;
    const answer = await fetch(`${url}/v1/demo/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0];
    if (cookie === undefined) throw new Error(`cannot look as ${key}: ${answer.status}`);
    asks.set(key, (path) => get(url + path, { cookie }));
  }
  return asks;
}

async function get<T>(address: string, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const answer = await fetch(address, { headers });
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const WAITS: readonly Wait[] = [
  ...WEARERS.flatMap((as): Wait[] => [
    { what: `Today of the ${as} wearer`, as, soon: true, there: hasToday },
    { what: `Week of the ${as} wearer: 3 valid days`, as, soon: true, there: (ask) => hasWeek(ask, 3) },
    { what: `Trends of the ${as} wearer: a valid day`, as, soon: true, there: (ask) => hasTrend(ask, 1) },
    {
      ...{ what: `Trends of the ${as} wearer: a valid day in ${WEEKS} weeks`, as, soon: false },
      there: (ask) => hasTrend(ask, WEEKS),
    },
  ]),
  { what: "the therapist's overview: everybody with data", as: 'therapist', soon: true, there: hasOverview },
  { what: 'streams of the study, to be exported', as: 'researcher', soon: true, there: hasStudy },
  { what: 'every day of twelve weeks', as: 'seated', soon: false, there: isComplete },
];

async function hasToday(ask: Ask): Promise<boolean> {
  const { bouts, measures } = await ask<Today>('/v1/today');
  return bouts.length > 0 && measures.some(({ value }) => value !== null);
}

/** This week, or the one before while this one is young: what the Week page offers by its arrows. */
async function hasWeek(ask: Ask, days: number): Promise<boolean> {
  const dates = [Date.now(), Date.now() - 7 * MS_PER_DAY].map((ms) =>
    new Date(ms).toISOString().slice(0, 10),
  );
  const weeks = await Promise.all(dates.map((date) => ask<Week>(`/v1/weeks/${date}`)));
  return weeks.some(({ validDates }) => validDates.length >= days);
}

/** Whether so many different weeks hold a valid day. */
async function hasTrend(ask: Ask, weeks: number): Promise<boolean> {
  const { valid } = await ask<Trends>(`/v1/trends?weeks=${WEEKS}`);
  const with_ = new Set(valid.flatMap((is, i) => (is ? [Math.floor(i / 7)] : [])));
  return with_.size >= weeks;
}

async function hasOverview(ask: Ask): Promise<boolean> {
  const entries = await ask<readonly OverviewEntry[]>('/v1/overview');
  return entries.length > 0 && entries.every(({ validDays }) => validDays > 0);
}

async function hasStudy(ask: Ask): Promise<boolean> {
  const [study] = await ask<readonly Study[]>('/v1/studies');
  return (await ask<readonly StudyStream[]>(`/v1/studies/${study!.id}/streams`)).length > 0;
}

async function isComplete(ask: Ask): Promise<boolean> {
  const { daysPlanned, daysStored } = await ask<Demo>('/v1/demo');
  return daysStored >= daysPlanned;
}
