import {
  daysDay,
  defaults,
  notesList,
  notesWrite,
  sessionsMe,
  sessionsSignIn,
  systemSystem,
  trendsTrends,
} from './client.ts';

/**
 * What somebody would write who knows the OpenAPI document alone: `client.ts` is generated from it by the test, which
 * compiles this file against it and runs it against the API.
 *
 *     node smoke.ts <address> <login> <password>
 */
const [, , address, login, password] = process.argv;
const DAY_US = 86_400e6;

async function main(): Promise<void> {
  defaults.baseUrl = address!;
  const before = await sessionsMe();
  const signedIn = await sessionsSignIn({ login: login!, password: password! });
  defaults.headers = { cookie: signedIn.headers.get('set-cookie')!.split(';')[0]! };
  const nowUs = Date.now() * 1000;
  const written = await notesWrite({ kind: 'discomfort', atUs: nowUs, value: 3 });
  const tellings = {
    before: before.status === 200 ? before.data.name : before.data.detail,
    me: await name(),
    day: await day('2026-11-20'),
    trends: await trends(),
    note: written.status === 201 ? written.data.value : written.data.detail,
    notes: await notes(nowUs - DAY_US, nowUs + DAY_US),
    system: await system(),
    mistake: await mistake(),
  };
  process.stdout.write(JSON.stringify(tellings));
}

async function name(): Promise<string> {
  const me = await sessionsMe();
  return me.status === 200 ? `${me.data.name} (${me.data.roles.join()})` : me.data.detail;
}

async function day(date: string): Promise<string | number> {
  const answer = await daysDay(date);
  if (answer.status !== 200) return answer.data.detail;
  const { measures, reasons } = answer.data;
  return measures.find(({ id }) => id === 'sitting_time')?.value ?? reasons.join();
}

async function trends(): Promise<number> {
  const answer = await trendsTrends({ weeks: 4 });
  return answer.status === 200 ? answer.data.dates.length : answer.status;
}

async function notes(fromUs: number, untilUs: number): Promise<readonly string[]> {
  const answer = await notesList(fromUs, untilUs);
  return answer.status === 200 ? answer.data.map(({ kind }) => kind) : [];
}

async function system(): Promise<string> {
  const answer = await systemSystem();
  return answer.status === 200 ? answer.data.storage.home : answer.data.detail;
}

/** A date that is none: the answer says which field, and what to give instead. */
async function mistake(): Promise<readonly (string | number | undefined)[]> {
  const answer = await daysDay('yesterday');
  return answer.status === 200 ? [] : [answer.status, answer.data.field, answer.data.remedy];
}

await main();
