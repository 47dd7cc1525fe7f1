import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Line numbers of `postmaster.pid` (PostgreSQL, src/include/utils/pidfile.h). */
const PID_LINE = 0;
const PORT_LINE = 3;
/** Above Linux's largest process id (2^22), so that no process can have it. */
const NO_PROCESS = 2 ** 30;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** The server that runs on a data directory, or null when none does, whatever a left-over file says. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const lines = await readLines(cluster);
  if (lines === null) return null;
  const pid = Number(lines[PID_LINE]);
  const port = Number(lines[PORT_LINE] ?? Number.NaN);
  return (await isServer(pid)) && port > 0 ? { pid, port } : null;
}

/**
 * After a crash PostgreSQL refuses to start while the old process id is in use, be it by an unreaped zombie or by
 * a stranger after a reboot. The id is replaced and not the file removed: its shared memory line lets PostgreSQL
 * still refuse while old backends live.
 */
export async function retireStalePid(cluster: string): Promise<void> {
  const lines = await readLines(cluster);
  if (lines === null || (await isServer(Number(lines[PID_LINE])))) return;
  lines[PID_LINE] = String(NO_PROCESS);
  await writeFile(pidFile(cluster), lines.join('\n'));
}

function pidFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

async function readLines(cluster: string): Promise<string[] | null> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => null);
  return text === null ? null : text.split('\n');
}

async function isServer(pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !exists(pid)) return false;
  if (process.platform === 'win32') return true;
  const ps = await processState(pid);
  return ps === null || (!ps.state.startsWith('Z') && ps.command.includes('postgres'));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface ProcessState {
  readonly state: string;
  readonly command: string;
}

async function processState(pid: number): Promise<ProcessState | null> {
  if (process.platform === 'linux') return linuxProcessState(pid);
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'state=,comm=', '-p', String(pid)]);
    const [state = '', ...command] = stdout.trim().split(/\s+/);
    return { state, command: command.join(' ') };
  } catch {
    return null;
  }
}

/** proc(5): `pid (comm) state ...`; comm may hold spaces and brackets. */
async function linuxProcessState(pid: number): Promise<ProcessState | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  const end = stat.lastIndexOf(')');
  return { state: stat.slice(end + 2, end + 3), command: stat.slice(stat.indexOf('(') + 1, end) };
}
