import { constants, setPriority } from 'node:os';
import { connect, prepareDatabase, SCHEMA } from '@plumbline/database';
import { Database } from './database/database.ts';
import { prepareDemo } from './demo/prepare-demo.ts';
import { Seeder } from './demo/seeder.ts';
import { SimulationThread } from './demo/simulate.ts';
import { StoryWriter } from './demo/story.ts';
import { readConfig } from './process/config.ts';
import { failureText } from './process/failure.ts';

/** For tests, which need a few days and not the time that all of them take. */
const MOST_DAYS = process.env.PLUMBLINE_DEMO_DAYS;
const FAILED = 1;
const US_PER_MS = 1000;

/** Fills the demonstration in DATABASE_URL, after everything else that the machine has to do, and ends. */
async function main(): Promise<void> {
  const { databaseUrl, timeZone } = readConfig(process.env);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { workerUrl } = await prepareDatabase(databaseUrl);
  const { beganUs } = await prepareDemo(databaseUrl);
  const database = new Database(workerUrl);
  const owner = await connect(databaseUrl);
  await owner.query(`set search_path = ${SCHEMA}, public`);
  const story = new StoryWriter(owner, timeZone);
  const thread = new SimulationThread();
  const seeder = new Seeder({
    ...{ database, timeZone, simulate: thread.simulate, nowUs: () => Date.now() * US_PER_MS },
    story: (day) => story.write(day),
    felt: (day) => story.felt(day),
    atMost: MOST_DAYS ? Number(MOST_DAYS) : null,
  });
  for (const end of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(end, () => seeder.stop());
  process.send?.({ type: 'ready' });
  const filled = await seeder.run(beganUs);
  await Promise.all([owner.end(), database.close(), thread.stop()]);
  if (!process.send) process.exit();
  process.send({ type: 'filled', ...filled }, undefined, undefined, () => process.exit());
}

main().catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
});
