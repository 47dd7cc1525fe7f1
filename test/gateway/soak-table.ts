import type { SensorBalance } from './soak-balance.ts';
import type { SoakResult } from './soak-run.ts';

const HEAD = `# Days of wear, accelerated

\`node test/gateway/soak.ts\` (after a build) writes this file. The gateway is the one that ships, with two parts
exchanged: instead of noble, a transport that hands the bytes of the drivers' virtual peripherals from hand to
hand, and instead of the machine's clocks one simulated time, which follows the wall until every sensor streams
and then jumps from sample to sample. Outbox and uploader are real and work in real time, so they carry the load
of days in minutes. The other side is the API that ships, with its analysis, on an embedded PostgreSQL; what is
stored is read from the database past the API. kill -9 is a kill -9 of the process.

The sensors run since the first moment, whoever listens: one with a crystal that is 7000 ppm slow and one with
20 ppm; now and then one to four notifications are lost inside a connection. Sample numbers are part of the
samples. **produced** runs from the first stored sample to the sensor's last; **stored** is counted in the
database; **lost** is the difference by the numbers, and every hole must lie under a gap; **named** is what the
gaps say: exact for losses inside a connection; for the absences, where nobody counts, the time over the period, so
that each may be a sample or two off while the crystal is not known yet. **unsent** stayed in the last packet, which
was not full.
`;

const COLUMNS =
  'sensor | produced | stored | lost | named | exact gaps | of them wrong | holes without a gap | out of order | unsent | streams | holds';

/** For docs and the terminal. */
export function markdownOf(result: SoakResult): string {
  const { hours, speed, kills, tookS, apiKills, awayShare, mostPending } = result;
  const rule = COLUMNS.replaceAll(/[^|]+/g, '--:');
  return `${HEAD}
${hours} simulated hours at ${speed} times (${Math.round(tookS)} s), ${kills} kill -9 of the gateway, ${apiKills} of
the API, which was away ${Math.round(100 * awayShare)} % of the time; at most ${mostPending} records waited.

| ${COLUMNS} |
|${rule}|
${result.sensors.map(row).join('\n')}

The gateway after the last kill, at even steps to the end: heap after a collection ${result.heapMb.join(', ')} MB;
resident ${result.rssMb.join(', ')} MB.
`;
}

function row(balance: SensorBalance): string {
  const { sensor, produced, stored, lost, named, exact, inexact, unnamed, disorder, tail, streams } = balance;
  const counts = [produced, stored, lost, named, exact, inexact, unnamed, disorder, tail, streams];
  return `| ${[sensor.driver, ...counts, balance.holds ? 'yes' : 'no'].join(' | ')} |`;
}
