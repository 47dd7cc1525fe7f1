import { HELP, parseOptions } from './options.ts';
import { parent } from './parent.ts';
import { Sensor } from './sensor.ts';

/** One line for what has a remedy, the whole story for a mistake of ours. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = ['SensorFailure', 'RecordingError', 'RangeError'].includes(error.name);
  return known ? error.message : (error.stack ?? error.message);
}

function fail(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help')) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const sensor = new Sensor(parseOptions(argv));
  parent.onLeave(() => {
    void sensor.leave().finally(() => process.exit(0));
  });
  await sensor.run();
}

main(process.argv.slice(2)).catch(fail);
