import { parentPort } from 'node:worker_threads';
import { bodiesOf, type DayStream } from './day-records.ts';
import type { DemoDay } from './demo-days.ts';

parentPort?.on('message', ([day, stream]: [DemoDay, DayStream]) => {
  parentPort?.postMessage([...bodiesOf(day, stream)]);
});
