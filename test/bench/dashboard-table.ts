import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../structure/imports.ts';
import type { Figure, PartName } from './dashboard-parts.ts';

const DOCUMENT = join(ROOT, 'docs/validation/dashboard.md');
const HEAD = `# The dashboard: what it costs

\`node test/bench/dashboard.ts\` (after a build) writes this file, with \`--only script,pan\` those sections of it. The pages
are the built ones in a real Chromium without a graphics card; everything behind them is the real system with a
demonstration, after its days are there. Pages and system share the processors of one machine: **load** is what it had to
do in the minute before a part began, and a figure measured under load is worse than it would be alone.
`;

const SECTIONS: Readonly<Record<PartName, string>> = {
  script: '## First load of Today',
  paint: '## First paint of Today',
  pan: `## Panning a day

A mouse that tells where it is 125 times a second drags the ribbon of Today to and fro, seen four times closer.`,
  trend: `## A year of Trends

The stored days of the first wearer, repeated over every working day of a year; each visit with a browser that knows
nothing.`,
  pixel: `## From the sensor to the pixel

From a sample's own time to the frame after the one it was painted in: virtual radio, gateway, outbox, websocket,
pipeline of the API, websocket, page.`,
  live: `## The Live page all day

As many updates as come in so many hours, as fast as the page takes them in; after each hour it must have drawn the last.
What the heap still gains in the first hours is code that the browser compiles: between the third and the eighth hour the
page's own objects differed by 76 (2 kB) when two snapshots were compared.`,
  filling: `## From the first command to something to see

\`start --demo\` on an empty folder (after a build), asked as each of the people.`,
};
const NAMES = Object.keys(SECTIONS) as PartName[];

/** How busy the machine was, and when. */
export interface Circumstances {
  readonly date: string;
  readonly load: number;
  readonly cores: number;
  readonly seconds: number;
}

export function tableOf(figures: readonly Figure[]): string {
  const cell = (met: boolean | null): string => (met === null ? '' : met ? 'yes' : '**no**');
  return [
    '| what | measured | aim | met |\n| --- | --- | --- | --- |',
    ...figures.map(({ what, value, aim, met }) => `| ${what} | ${value} | ${aim ?? ''} | ${cell(met)} |`),
  ].join('\n');
}

/** The other sections stay as they are. */
export async function writeSection(
  part: PartName,
  figures: readonly Figure[],
  circumstances: Circumstances,
): Promise<void> {
  const { date, load, cores, seconds } = circumstances;
  const text = `${tableOf(figures)}\n\n${date}, ${cores} cores, load ${load.toFixed(1)}, took ${seconds.toFixed(0)} s.`;
  const before = await readFile(DOCUMENT, 'utf8').catch(() => '');
  const bodies = NAMES.map((name) =>
    name === part ? `${SECTIONS[name]}\n\n${text}\n` : sectionOf(before, name),
  );
  await mkdir(dirname(DOCUMENT), { recursive: true });
  await writeFile(DOCUMENT, [HEAD, ...bodies.filter((body) => body !== '')].join('\n'));
}

function sectionOf(document: string, name: PartName): string {
  const title = SECTIONS[name].split('\n', 1)[0]!;
  const [, rest] = document.split(`${title}\n`);
  return rest === undefined ? '' : `${title}\n${rest.split('\n## ', 1)[0]!.trimEnd()}\n`;
}
