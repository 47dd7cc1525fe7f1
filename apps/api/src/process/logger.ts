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
}
