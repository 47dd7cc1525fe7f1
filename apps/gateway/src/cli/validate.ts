import { type Command, Option } from 'commander';
import { outputFolder } from '../analyse/output-folder.ts';
import { SECTIONS, type SectionName } from '../validate/figure.ts';
import { fixed, table } from '../validate/markdown.ts';
import { sectionText, summaryText, type Validation } from '../validate/report.ts';
import { CHECK_EXTENT, FULL_EXTENT } from '../validate/simulated-section.ts';
import { type Comparison, compare, readStated } from '../validate/stated.ts';
import { stepper } from '../validate/step.ts';
import { DATA_FOLDERS, holdsData, validate } from '../validate/validate.ts';
import { writeReport } from '../validate/write-report.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { resolvePath } from './paths.ts';

interface Flags {
  readonly data: string;
  readonly out?: string;
  readonly only?: SectionName;
  readonly check?: string | true;
}

const STATED = 'docs/validation/stated.json';

const EXAMPLES = `
Examples:
  plumbline validate --data ../shared/data
  plumbline validate --data ../shared/data --out docs/validation
  plumbline validate --data other-people --only posture
  plumbline validate --data ../shared/data --check

The data folder holds orientation/, back-posture/ and lumbar-turns/, each with a manifest.json. A folder that
is not there is told and left out; so is a recording whose file is missing or not as the manifest says, which ends with
status 5. Tables go to stdout. --check compares with what docs/validation states and ends with status 5 when a figure
fell; it simulates one day instead of six.`;

export function register(program: Command, io: CliIo): void {
  program
    .command('validate')
    .description('Score the shipped algorithms on recordings with truth, against the numbers to reach.')
    .requiredOption('--data <dir>', 'folder of recordings with truth')
    .option('--out <dir>', 'also write a page per section, an overview and stated.json')
    .addOption(new Option('--only <section>', 'one section').choices(SECTIONS))
    .option('--check [file]', `compare with stated figures, ${STATED} unless named; exit 5 when one fell`)
    .addHelpText('after', EXAMPLES)
    .action((flags: Flags) => untilStopped(run(flags, io), io));
}

/** Who pressed Ctrl-C knows why there is no result. */
async function untilStopped(work: Promise<void>, io: CliIo): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!io.stop.aborted) throw cause;
    io.exit(EXIT.interrupted);
  }
}

async function run({ only, out, check, ...flags }: Flags, io: CliIo): Promise<void> {
  const dataDir = resolvePath(flags.data, io.env);
  if (only === undefined && !(await holdsData(dataDir))) {
    throw new CommandFailure(
      EXIT.usage,
      `--data ${dataDir} holds no folder ${DATA_FOLDERS.join(', ')}: name the folder with the recordings`,
    );
  }
  const stated = check === undefined ? null : await statedFigures(check, io);
  const outDir = out === undefined ? null : resolvePath(out, io.env);
  if (outDir !== null) outputFolder(outDir);
  const validation = await validate({
    dataDir,
    only: only ? [only] : SECTIONS,
    simulated: check !== undefined && out === undefined ? CHECK_EXTENT : FULL_EXTENT,
    step: stepper((line) => io.say(line), io.stop),
  });
  print(validation, io);
  const comparison = stated && compare(validation.sections, stated);
  if (comparison) io.out(comparisonText(comparison));
  if (outDir !== null) await writeReport(outDir, validation, only === undefined);
  fail(validation, comparison);
}

async function statedFigures(check: string | true, io: CliIo) {
  const file = resolvePath(check === true ? STATED : check, io.env);
  const stated = await readStated(file);
  if (stated) return stated;
  throw new CommandFailure(
    EXIT.usage,
    `${file} does not exist: write it with --out, or name another after --check`,
  );
}

function print(validation: Validation, io: CliIo): void {
  for (const section of validation.sections) io.out(`${sectionText(section)}\n`);
  io.out(summaryText(validation));
}

function comparisonText({ compared, fallen, apart }: Comparison): string {
  const rows = fallen.map(({ section, id, stated, found }) => [section, id, stated, fixed(found, 5)]);
  const lines = [
    `\n## Against what was stated\n\n${compared} figures compared, ${fallen.length} fell.`,
    ...apart.map((reason) => `Not compared: ${reason}.`),
    ...(rows.length > 0 ? [table(['section', 'figure', 'stated', 'now'], rows)] : []),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** Missing a number to reach is a result; broken data and a fallen figure are failures. */
function fail({ absent }: Validation, comparison: Comparison | null): void {
  const broken = absent.filter((section) => section.broken);
  if (broken.length > 0) {
    const reasons = broken.map(({ name, reason }) => `${name}: ${reason}`);
    throw new CommandFailure(EXIT.validation, reasons.join('; '));
  }
  if (!comparison) return;
  const { compared, fallen } = comparison;
  if (fallen.length > 0) {
    const names = fallen.map(({ section, id }) => `${section}: ${id}`);
    throw new CommandFailure(
      EXIT.validation,
      `${fallen.length} of ${compared} figures fell: ${names.join('; ')}`,
    );
  }
  if (compared === 0)
    throw new CommandFailure(EXIT.validation, 'no figure could be compared with a stated one');
}
