import { readdir, readFile } from 'node:fs/promises';

/** `getconf CLK_TCK` of Linux. */
const TICKS_PER_S = 100;
const KB = 1024;

/** Seconds of processor that the process has used, with those of children it has waited for. */
export async function cpuSeconds(pid: number): Promise<number> {
  return secondsIn(await statFields(`/proc/${pid}/stat`));
}

/** Of its first thread alone: the one that runs JavaScript. */
export async function mainThreadSeconds(pid: number): Promise<number> {
  return secondsIn((await statFields(`/proc/${pid}/task/${pid}/stat`)).slice(0, 13));
}

/** Of all processes, since the machine started. */
export async function machineSeconds(): Promise<number> {
  const text = await readFile('/proc/stat', 'utf8');
  const [user, nice, system, , , irq, softIrq] = text.split('\n', 1)[0]!.split(/\s+/).slice(1).map(Number);
  return (user! + nice! + system! + irq! + softIrq!) / TICKS_PER_S;
}

/** Processes started by `pid`. */
export async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const parents = await Promise.all(pids.map((child) => statFields(`/proc/${child}/stat`).catch(() => [])));
  return pids.filter((_, i) => Number(parents[i]![1]) === pid);
}

/** Proportional share: memory that several processes share counts once. */
export async function memoryBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * KB;
}

/** Of a process and its children: the database is many. */
export async function sumOverFamily(pid: number, measure: (pid: number) => Promise<number>): Promise<number> {
  const family = [pid, ...(await childrenOf(pid))];
  const values = await Promise.all(family.map((member) => measure(member).catch(() => 0)));
  return values.reduce((sum, value) => sum + value, 0);
}

/** User and system time, own and of children. */
function secondsIn(fields: readonly string[]): number {
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_S;
}

/** From the state on: the name before it may hold spaces. */
async function statFields(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
