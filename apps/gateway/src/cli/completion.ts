import { Argument, type Command } from 'commander';
import type { CliIo } from './io.ts';

const EXAMPLES = `
Examples:
  plumbline completion bash >> ~/.bashrc
  plumbline completion zsh >> ~/.zshrc
  plumbline completion fish > ~/.config/fish/completions/plumbline.fish`;

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

export function register(program: Command, io: CliIo): void {
  program
    .command('completion')
    .description('Print what lets a shell complete verbs and options.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell) => io.out(SCRIPTS[shell](program)));
}

const SCRIPTS: Readonly<Record<Shell, (program: Command) => string>> = {
  bash,
  zsh: (program) => `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash(program)}`,
  fish,
};

const optionsOf = (command: Command): string[] => command.options.flatMap(({ long }) => long ?? []);

/** A verb's words: its own verbs, its options and those that every verb has. */
const wordsOf = (command: Command, program: Command): string =>
  [
    ...command.commands.map((sub) => sub.name()),
    ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ...optionsOf(command),
    ...optionsOf(program).filter((option) => option !== '--version'),
    '--help',
  ].join(' ');

function bash(program: Command): string {
  const cases = program.commands.map((verb) => `    ${verb.name()}) words='${wordsOf(verb, program)}' ;;`);
  return `_plumbline() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words='${wordsOf(program, program)}' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _plumbline plumbline
`;
}

function fish(program: Command): string {
  const text = (words: string): string => `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const verbs = program.commands.map(
    (verb) =>
      `complete -c plumbline -n __fish_use_subcommand -f -a ${verb.name()} -d ${text(verb.description())}`,
  );
  const options = program.commands.flatMap((verb) =>
    verb.options.map(
      ({ long, description }) =>
        `complete -c plumbline -n '__fish_seen_subcommand_from ${verb.name()}' -l ${long!.slice(2)} -d ${text(description)}`,
    ),
  );
  return `${[...verbs, ...options].join('\n')}\n`;
}
