import { defaultWorkday, type WorkdayPlan, WorkdaySimulation } from '@plumbline/core/simulation';
import { CHANNELS, type Counts, RATE_HZ } from './records.ts';

const SECONDS_PER_HOUR = 3600;

/** The first seconds of a simulated workday (bends, walking, sitting, turning), quantised as the sensor does. */
export function simulatedCounts(seconds: number): Counts {
  return countsOf(defaultWorkday(1, seconds / SECONDS_PER_HOUR), seconds);
}

/** The same of any day. */
export function countsOf(plan: WorkdayPlan, seconds: number): Counts {
  const day = new WorkdaySimulation(plan, { rateHz: RATE_HZ });
  const { accMps2, gyrRadps } = day.next(seconds * RATE_HZ)!;
  const columns = [accMps2.x, accMps2.y, accMps2.z, gyrRadps.x, gyrRadps.y, gyrRadps.z];
  return (i) => columns.map((column, c) => Math.round(column[i]! / CHANNELS[c]!.lsb));
}
