import { refuseOldNode } from '@plumbline/core/node-version';
import { failureText } from './process/failure.ts';

const FAILED = 1;

/** The API as a process: says when it is ready, stops on a signal or when its parent is gone. */
async function main(): Promise<void> {
  refuseOldNode(process);
  const { startApi } = await import('./app.ts');
  const { readConfig } = await import('./process/config.ts');
  const api = await startApi(readConfig(process.env));
  // Ctrl-C may reach a process twice, from the terminal and from its parent: the second one must not cut it short.
  const stop = (): void => void api.stop().then(() => process.exit(), fail);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send?.({ type: 'ready', url: api.url });
}

function fail(error: unknown): never {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
}

main().catch(fail);
