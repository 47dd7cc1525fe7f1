import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../structure/imports.ts';
import type { LoadFacts } from './facts.ts';
import { holds, type KillResult } from './kills.ts';

const DOCUMENT = join(ROOT, 'docs/validation/load.md');
const HEAD = `# Load

\`node test/load/run.ts\` (after a build) writes this file, a section a run. A generator speaks the real ingest protocol
for every wearer, each over a websocket of its own: six axes at 100 Hz, a record every half second, the counts of a
simulated workday. The API is the process that ships, with accounts and its analysis, on an embedded PostgreSQL that
syncs its log. Some wearers are followed over the live websocket: the latency is from the moment the newest sample of an
update was due to leave the gateway to the arrival of that update. All of them share the processors of one machine.
Samples are stored every ten seconds or so: their rate over one minute is good to a sixth, over ten to a sixtieth.
`;

/** Which command writes which section. */
const SECTIONS = {
  held: '## Held for ten minutes\n\n`node test/load/run.ts --wearers 2000 --seconds 600`',
  limits:
    '## Where it breaks\n\n`node test/load/run.ts --wearers 1000,2000,3000 --seconds 60`: each on a new database.',
  kills: '## kill -9 under load\n\n`node test/load/run.ts --wearers 1000 --kills 20`',
} as const;
type Section = keyof typeof SECTIONS;

export function loadTable(all: readonly LoadFacts[]): string {
  const rows: readonly (readonly [string, (facts: LoadFacts) => string])[] = [
    ['wearers', (f) => String(f.wearers)],
    ['measured, s', (f) => f.seconds.toFixed(0)],
    ['samples stored per second', (f) => f.samplesPerS.toFixed(0)],
    ['ingest to websocket p50, ms', (f) => ms(f.p50Ms)],
    ['p99, ms', (f) => ms(f.p99Ms)],
    ['slowest, ms', (f) => ms(f.maxMs)],
    ['updates measured', (f) => String(f.updates)],
    ['not acknowledged, first and last fifth, at most s', (f) => f.unacknowledgedS.map(one).join(' and ')],
    ['bytes not taken by the API', (f) => String(f.unsentBytes)],
    ['bytes on disk per sample: raw blocks with indexes', (f) => f.bytesPerSample.raw.toFixed(2)],
    ['the whole database', (f) => f.bytesPerSample.everything.toFixed(2)],
    ['written ahead to the log', (f) => f.bytesPerSample.wal.toFixed(1)],
    ['processors: API', (f) => f.cores.api.toFixed(2)],
    ['its main thread', (f) => f.cores.apiMainThread.toFixed(2)],
    ['PostgreSQL', (f) => f.cores.database.toFixed(2)],
    ['generator', (f) => f.cores.generator.toFixed(2)],
    ['everything else on the machine meanwhile', (f) => f.cores.everythingElse.toFixed(2)],
    ['per wearer (API and PostgreSQL), thousandths', (f) => perWearer(f).toFixed(2)],
    ['memory of the API, begin and end, MB', (f) => f.apiMb.map(whole).join(' and ')],
    ['memory of PostgreSQL, begin and end, MB', (f) => f.databaseMb.map(whole).join(' and ')],
    ['a record left the generator late by at most, ms', (f) => f.sentLateMs.toFixed(0)],
    ['holds', (f) => (f.holds ? 'yes' : `no${f.failure === null ? '' : `: ${f.failure}`}`)],
  ];
  const line = (name: string, cells: readonly string[]): string => `| ${[name, ...cells].join(' | ')} |`;
  const ruler = line(
    '--',
    all.map(() => '--:'),
  ).replaceAll(' ', '');
  return [
    line(
      '',
      all.map(() => ''),
    ),
    ruler,
    ...rows.map(([name, cell]) => line(name, all.map(cell))),
  ].join('\n');
}

export function killTable(result: KillResult): string {
  const { account, kills, failure } = result;
  const times = (of: string): string => {
    const s = kills.filter((kill) => kill.of === of).map(({ recoveredS }) => recoveredS);
    return `${s.length} of the ${of} (${one(Math.min(...s))} to ${one(Math.max(...s))} s until all was acknowledged again)`;
  };
  return `${result.wearers} wearers, ${result.seconds.toFixed(0)} s, ${times('API')}, ${times('database')};
${result.connectionsLost} connections were lost. Then every sample produced was looked for in the database, by its time and
its counts; what was told of wearers with the same samples was compared row by row.

| produced | stored | lost | doubled | changed | ledgers wrong | wearers told otherwise | holds |
|--:|--:|--:|--:|--:|--:|--:|--:|
| ${[account.produced, account.stored, account.lost, account.doubled, account.wrong, account.ledgersWrong].join(' | ')} | ${account.derivedDiffer} | ${holds(result) ? 'yes' : `no ${failure ?? ''}`} |`;
}

/** The other sections stay as they are. */
export async function writeSection(section: Section, text: string): Promise<void> {
  const before = await readFile(DOCUMENT, 'utf8').catch(() => '');
  const names = Object.keys(SECTIONS) as Section[];
  const bodies = names.map((name) =>
    name === section ? `${SECTIONS[name]}\n\n${text}\n` : sectionOf(before, name),
  );
  await mkdir(dirname(DOCUMENT), { recursive: true });
  await writeFile(DOCUMENT, [HEAD, ...bodies.filter((body) => body !== '')].join('\n'));
}

function sectionOf(document: string, name: Section): string {
  const title = SECTIONS[name].split('\n', 1)[0]!;
  const [, rest] = document.split(`${title}\n`);
  return rest === undefined ? '' : `${title}\n${rest.split('\n## ', 1)[0]!.trimEnd()}\n`;
}

function perWearer({ cores, wearers }: LoadFacts): number {
  return (1000 * (cores.api + cores.database)) / wearers;
}

const ms = (value: number | null): string => (value === null ? '' : value.toFixed(0));
const one = (value: number): string => value.toFixed(1);
const whole = (value: number): string => value.toFixed(0);
