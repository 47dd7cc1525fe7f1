import type { Command } from 'commander';
import { VERSION } from '../version.ts';
import type { CliIo } from './io.ts';

const EXAMPLES = `
Examples:
  plumbline man > ~/.local/share/man/man1/plumbline.1
  plumbline man | man -l -`;

export function register(program: Command, io: CliIo): void {
  program
    .command('man')
    .description('Print the manual page.')
    .addHelpText('after', EXAMPLES)
    .action(() => io.out(page(program)));
}

/** The page in roff: what the helps say, on one page. */
function page(program: Command): string {
  const verbs = program.commands.flatMap((verb) => [verb, ...verb.commands]);
  return `${[
    `.TH PLUMBLINE 1 "" "Plumbline ${VERSION}"`,
    '.SH NAME',
    `plumbline \\- ${escaped(program.description())}`,
    '.SH SYNOPSIS',
    '.B plumbline\n.I verb\n[options]',
    '.SH OPTIONS OF EVERY VERB',
    ...program.options.map(optionText),
    '.SH VERBS',
    ...verbs.map(verbText),
    '.SH EXIT STATUS',
    '0 ok, 1 failure, 2 usage, 3 no device, 4 permission, 5 validation failed, 130 interrupted.',
    '.SH FILES',
    'plumbline.json in the folder, then ~/.config/plumbline/plumbline.json; see plumbline config explain.',
  ].join('\n')}\n`;
}

function verbText(verb: Command): string {
  const parent = verb.parent?.parent ? `${verb.parent.name()} ` : '';
  const title = `.SS plumbline ${parent}${escaped(`${verb.name()} ${verb.usage()}`)}`;
  return [title, escaped(verb.description()), ...verb.options.map(optionText)].join('\n');
}

const optionText = ({ flags, description }: { flags: string; description: string }): string =>
  `.TP\n.B ${escaped(flags)}\n${escaped(description)}`;

/** A backslash begins an escape, a dot or quote at the start of a line a request; a plain minus is a hyphen. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^([.'])/gm, '\\&$1');
