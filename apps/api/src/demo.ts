import { constants, setPriority } from 'node:os';
import { connect, prepareDatabase, SCHEMA } from '@plumbline/database';
import { Database } from './database/database.ts';
import { prepareDemo } from './demo/prepare-demo.ts';
import { Seeder } from './demo/seeder.ts';
import { StoryWriter } from './demo/story.ts';
import { readConfig } from './process/config.ts';
import { failureText } from './process/failure.ts';

const FAILED = 1;

/** Fills the demonstration in DATABASE_URL, after everything else that the machine has to do, and ends. */
async function main(): Promise<void> {
  const { databaseUrl, timeZone } = readConfig(process.env);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { workerUrl } = await prepareDatabase(databaseUrl);
  const { beganUs } = await prepareDemo(databaseUrl);
  const database = new Database(workerUrl);
  const owner = await connect(databaseUrl);
  await owner.query(`set search_path = ${SCHEMA}, public`);
  const seeder = new Seeder(database, timeZone);
  for (const end of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(end, () => seeder.stop());
  process.send?.({ type: 'ready' });
  const story = new StoryWriter(owner, timeZone);
  const added = await seeder.run(beganUs, (day) => story.write(day));
  await Promise.all([owner.end(), database.close()]);
  if (!process.send) process.exit();
  process.send({ type: 'filled', days: added }, undefined, undefined, () => process.exit());
}

main().catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(FAILED);
});
