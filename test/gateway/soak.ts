/**
 * Days of wear in minutes: two sensors, an API that is away a third of the time, and kill -9 of the gateway.
 * Balances what the sensors took against what is in the database, on stdout and, for the full length, in
 * docs/validation/gateway-soak.md.
 * Run after a build: node test/gateway/soak.ts [hours] [speed] [kills]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../structure/imports.ts';
import { soak } from './soak-run.ts';
import { markdownOf } from './soak-table.ts';

const DOCUMENT = join(ROOT, 'docs/validation/gateway-soak.md');
const FULL_HOURS = 72;
const API_UP_MS = 10_000;
/** With the time it takes to start, a third of the time. */
const API_AWAY_MS = 4_500;

const [hours = FULL_HOURS, speed = 900, kills = 20] = process.argv.slice(2).map(Number);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const result = await soak({ hours, speed, kills, apiUpMs: API_UP_MS, apiAwayMs: API_AWAY_MS, say });
const text = markdownOf(result);
process.stdout.write(text);
if (hours >= FULL_HOURS) {
  await mkdir(dirname(DOCUMENT), { recursive: true });
  await writeFile(DOCUMENT, text);
}
process.exitCode = result.sensors.every((sensor) => sensor.holds) ? 0 : 1;
