import { writeFile } from 'node:fs/promises';
import { type Activity, clipOnBelt, commodityErrors, WorkdaySimulation } from '@plumbline/core/simulation';

const RATE_HZ = 100;
const SEED = 5;
const PERSON = {
  stepHz: 1.8,
  speedMps: 1.25,
  bounceM: 0.015,
  seatDropM: 0.4,
  sittingDeg: -30,
  standingDeg: -3,
};

/** A recording of somebody who does just this, with the errors of a commodity sensor. */
export async function writeSimulatedRecording(path: string, activities: readonly Activity[]): Promise<void> {
  const mounting = clipOnBelt({ forward: 4, left: 2, turned: 5 });
  const plan = { seed: SEED, person: PERSON, mounting, activities, mirrored: false };
  const simulation = new WorkdaySimulation(plan, { rateHz: RATE_HZ, errors: commodityErrors(SEED) });
  const { n, tUs, accMps2: a, gyrRadps: g } = simulation.next(simulation.length)!;
  const lines = ['t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z'];
  for (let i = 0; i < n; i++) {
    lines.push([tUs[i], a.x[i], a.y[i], a.z[i], g.x[i], g.y[i], g.z[i]].join(','));
  }
  await writeFile(path, `${lines.join('\n')}\n`);
}
