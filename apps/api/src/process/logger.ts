import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type LogLevel } from './config.ts';

/** Parts of the framework that tell at every start how they put themselves together. */
const FRAMEWORK = [
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'WebSocketsController',
  'NestFactory',
];

/** One JSON object a line. Nobody logs samples, postures or message bodies. */
export class JsonLogger extends ConsoleLogger {
  constructor(level: LogLevel) {
    super({ json: true, colors: false, logLevels: LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!FRAMEWORK.includes(String(rest.at(-1)))) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    super.error(message instanceof Error ? withoutRows(message) : message, ...rest);
  }
}

/** Errors of the database come with the row that they are about (`detail`, `where`): what happened and where is told alone. */
function withoutRows({ name, message, stack, ...facts }: Error & { readonly code?: unknown }): Error {
  return Object.assign(new Error(message), { name, stack, code: facts.code });
}
