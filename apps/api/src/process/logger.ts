import { ConsoleLogger } from '@nestjs/common';

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
  constructor() {
    super({ json: true, colors: false, logLevels: ['log', 'warn', 'error', 'fatal'] });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!FRAMEWORK.includes(String(rest.at(-1)))) super.log(message, ...rest);
  }
}
