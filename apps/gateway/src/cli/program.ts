import { setImmediate } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import * as analyse from './analyse.ts';
import * as bends from './bends.ts';
import * as completion from './completion.ts';
import * as config from './config.ts';
import * as decode from './decode.ts';
import * as doctor from './doctor.ts';
import * as drivers from './drivers.ts';
import { EXIT } from './exit-codes.ts';
import * as exportVerb from './export.ts';
import { failureOf } from './failure-of.ts';
import * as importVerb from './import.ts';
import { asAsked, type CliIo, processIo } from './io.ts';
import * as man from './man.ts';
import * as pair from './pair.ts';
import * as record from './record.ts';
import * as replay from './replay.ts';
import * as run from './run.ts';
import * as scan from './scan.ts';
import * as service from './service.ts';
import * as status from './status.ts';
import * as stream from './stream.ts';
import { flowed } from './ui.ts';
import * as validate from './validate.ts';

/** In the order in which they are needed. */
const VERBS = [
  doctor,
  scan,
  pair,
  run,
  status,
  stream,
  record,
  replay,
  bends,
  analyse,
  validate,
  exportVerb,
  importVerb,
  decode,
  drivers,
  config,
  service,
  completion,
  man,
];

const HELP = `
Examples:
  plumbline run                        record from the sensors until Ctrl-C
  plumbline decode witmotion 5561...   show what bytes of a sensor mean

Data goes to stdout, talk to stderr.
Exit status: 0 ok, 1 failure, 2 usage, 3 no device, 4 permission, 5 validation failed, 130 interrupted.
Each verb has its own --help.`;

export function createProgram(io: CliIo): Command {
  const program = new Command('plumbline')
    .description('Back care measured honestly: sensors, recordings and their analysis on the command line.')
    .version(VERSION)
    .option('--quiet', 'say nothing but errors')
    .option('--no-color', 'no colours; as with NO_COLOR in the environment')
    .option('--no-input', 'ask nothing')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(flowed(text, io.columns)),
      writeErr: () => {},
      getOutHelpWidth: () => io.columns,
    })
    .showSuggestionAfterError(true)
    .addHelpText('after', HELP);
  for (const verb of VERBS) verb.register(program, io);
  quietErrors(program);
  return program;
}

/** Sub-commands do not inherit how errors are told. */
function quietErrors(program: Command): void {
  for (const command of program.commands) {
    command.exitOverride().configureOutput(program.configureOutput());
    quietErrors(command);
  }
}

/** Runs one command line of the process and ends the process with its status. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', () => stop.abort());
  process.on('disconnect', () => stop.abort());
  process.stdout.on('error', refusedOutput);
  const io = processIo(stop.signal);
  const code = await runCommand(argv, io);
  await written(process.stdout);
  // noble and open sockets keep the loop alive; everything is flushed here.
  process.exit(code === EXIT.ok && interrupted ? EXIT.interrupted : code);
}

/** `| head` has read enough; a disk that is full has not. */
function refusedOutput({ code }: NodeJS.ErrnoException): never {
  if (code === 'EPIPE') process.exit(EXIT.ok);
  process.stderr.write(
    `stdout cannot be written (${code}), what was asked for is not whole: free some space\n`,
  );
  process.exit(EXIT.failure);
}

/** A failed write is told after the call that made it. */
async function written(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((done) => stream.write('', () => done()));
  await setImmediate();
}

export async function runCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const program = createProgram(asAsked(io, argv));
  try {
    await program.parseAsync(asCommand(argv, program), { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, verbOf(program, argv) ?? program, io);
    const { message, exitCode } = failureOf(error);
    return told(io, message, exitCode);
  }
}

/** Help about what there is not is answered as if nothing had been said; without the word `help` it is told. */
function asCommand(argv: readonly string[], program: Command): string[] {
  const [first, topic] = argv.filter((word) => !word.startsWith('-'));
  const isKnown = program.commands.some((verb) => verb.name() === topic);
  const isLost = first === 'help' && topic !== undefined && !isKnown;
  return argv.filter((word) => !isLost || word !== first);
}

/** The first word that is one: later ones may be values of options. */
function verbOf(program: Command, argv: readonly string[]): Command | undefined {
  const verbs = new Map(program.commands.map((verb) => [verb.name(), verb]));
  return verbs.get(argv.find((word) => verbs.has(word)) ?? '');
}

function told(io: CliIo, line: string, code: number): number {
  io.say(line);
  return code;
}

/** Help and version are no errors; everything else is one line with what to do. */
function usage(error: CommanderError, command: Command, io: CliIo): number {
  if (error.exitCode === 0) return EXIT.ok;
  if (error.code === 'commander.help')
    return told(io, 'Say what to do, such as: plumbline run (all verbs: plumbline --help)', EXIT.usage);
  const what = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const verb = command.parent ? `plumbline ${command.name()}` : 'plumbline';
  return told(io, `${what}. See: ${verb} --help`, EXIT.usage);
}
