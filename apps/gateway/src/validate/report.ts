import { isMet, missed, type Section, type SectionName } from './figure.ts';
import { figureHead, figureRow, figureTable, table } from './markdown.ts';

/** A section, or a recording of it, that could not be scored, and why. */
export interface Absent {
  readonly name: SectionName;
  readonly reason: string;
  /** Data that is there and broken, not data that is not there. */
  readonly broken: boolean;
}

export interface Validation {
  readonly sections: readonly Section[];
  readonly absent: readonly Absent[];
}

/** Fewer recordings are named. */
const MANY = 6;
const NO_FIGURES = 'None: these recordings do not hold what the figures are of, such as somebody who sits.';

export function sectionText(section: Section): string {
  const { title, figures, body, recordings, name } = section;
  const few = name === 'simulated' || recordings.length < MANY;
  const of = few ? recordings.join(', ') : `${recordings.length} recordings`;
  return `# ${title}\n\nOf: ${of}.\n\n## Figures\n\n${figures.length > 0 ? figureTable(figures) : NO_FIGURES}\n\n${body}\n`;
}

const FITTED = `## What was fitted on what

- **Orientation**: nothing is learnt. Parameters were chosen on 16 development recordings of BROAD; other recordings of the
  same kind are a fair test.
- **Posture**: the trees are trained on 22 development people. "Left out" figures judge each of them by trees that never
  saw that person; "shipped, in-sample" ones flatter and are stated only to notice change; "other people" were never seen.
  Features and decoder parameters were chosen on the development people for all of these.
- **Mounting**: nothing is learnt. Gates of the steps and limits of slips were looked at on the same 22 people.
- **Turns**: nothing is learnt. The step thresholds were chosen on six development recordings.
- **Simulated days**: seeded; truth is exact, motion is simpler than a person's.`;

export function summaryText(validation: Validation): string {
  const { sections, absent } = validation;
  return `${[
    '# Validation',
    "Written by `plumbline validate --data <folder> --out docs/validation`. The numbers to reach are the project's own.",
    overview(sections),
    ...absent.map(({ name, reason }) => `Not scored: **${name}**, ${reason}.`),
    '## What misses',
    misses(sections),
    FITTED,
    HOW_SURE,
    HOW_CHECKED,
  ].join('\n\n')}\n`;
}

const HOW_SURE = `## How sure

"95 %" is where 95 of 100 such figures lie when whole recordings, people or turns are drawn anew, with replacement, from
those at hand. It says how far a figure may lie elsewhere with others of the same kind; it knows nothing of what was chosen
on these very recordings. Counts, extremes and simulated days have none.`;

const HOW_CHECKED = `## How it is kept

\`plumbline validate --data <folder> --check\` computes the figures again, compares them with \`stated.json\` (written beside this
page) and exits with status 5 when one fell by more than half a per cent of itself. It simulates one day instead of six.`;

function overview(sections: readonly Section[]): string {
  const rows = sections.map(({ name, title, figures }) => {
    const asked = figures.filter((figure) => isMet(figure) !== null);
    const met = asked.length - missed(asked).length;
    return [`[${title}](${name}.md)`, asked.length, met];
  });
  return table(['what', 'figures with a number to reach', 'reached'], rows);
}

function misses(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ name, figures }) =>
    missed(figures).map((f) => [name, ...figureRow(f, true)]),
  );
  if (rows.length === 0) return 'Nothing.';
  return table(['section', ...figureHead(true)], rows);
}
