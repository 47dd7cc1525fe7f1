/**
 * CPU and memory of the gateway with several sensors. Run after a build:
 * node apps/gateway/src/load.bench.ts [sensors] [rateHz] [seconds]
 */
import { readFileSync } from 'node:fs';
import { ledgerOf } from './testing/ledger.ts';
import { Rig, until } from './testing/rig.ts';

const [sensors = 4, rateHz = 200, seconds = 30] = process.argv.slice(2).map(Number);
/** USER_HZ of Linux. */
const TICKS_PER_S = 100;

/** CPU time so far in seconds, and resident memory in MB. */
function usage(pid: number): { cpuS: number; rssMb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return {
    cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S,
    rssMb: Number(rss?.[1] ?? 0) / 1024,
  };
}

const rig = new Rig(rateHz);
await rig.start();
const addresses = Array.from({ length: sensors }, (_, i) => `c0:de:00:00:01:0${i}`);
for (const [i, address] of addresses.entries()) await rig.startSensor({ address, name: `WT-${i}`, seed: i });
await rig.startGateway();
const ids = addresses.map((address) => address.replaceAll(':', ''));
await until('every sensor streams', () => ids.every((id) => ledgerOf(rig.api, id).samples > rateHz), 60_000);
const before = usage(rig.gatewayPid);
const from = rig.api.samples;
await new Promise((done) => setTimeout(done, seconds * 1000));
const after = usage(rig.gatewayPid);
const cpu = (100 * (after.cpuS - before.cpuS)) / seconds;
console.log(
  `${sensors} sensors at ${rateHz} Hz: ${((rig.api.samples - from) / seconds).toFixed(0)} samples/s, ${cpu.toFixed(1)} % of a core, ${after.rssMb.toFixed(0)} MB`,
);
for (const id of ids) console.log(id, ledgerOf(rig.api, id));
await rig.stop();
