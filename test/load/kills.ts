import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, takeAccount } from './account.ts';
import { Fleet } from './fleet.ts';
import { addWearers } from './people.ts';
import type { Rig } from './rig.ts';
import { Signal } from './signal.ts';

export interface KillOptions {
  readonly wearers: number;
  readonly kills: number;
  readonly everyMs: number;
  /** Between the recovery from one and the next: at random from the first to the second. */
  readonly pauseMs: readonly [number, number];
  readonly say: (line: string) => void;
}

export interface Kill {
  readonly of: 'API' | 'database';
  /** Until everything that was produced up to the kill was acknowledged. */
  readonly recoveredS: number;
}

export interface KillResult {
  readonly wearers: number;
  readonly seconds: number;
  readonly kills: readonly Kill[];
  readonly connectionsLost: number;
  /** A record was refused, or the end did not come; null: neither. */
  readonly failure: string | null;
  readonly account: Account;
}

const LOOK_MS = 50;
const RECOVERY_TIMEOUT_MS = 120_000;
/** The signal must last for all kills and their recoveries. */
const SIGNAL_S = 3_600;
const WORST_RECOVERY_S = 60;

/** kill -9 of the API and of the database in turn under load, then every sample produced against every one stored. */
export async function killUnderLoad(rig: Rig, options: KillOptions): Promise<KillResult> {
  const { kills, wearers: count, everyMs, pauseMs, say } = options;
  const signal = new Signal(Math.min(SIGNAL_S, (kills + 1) * (pauseMs[1] / 1000 + WORST_RECOVERY_S)));
  const wearers = await addWearers(rig.server.url, count);
  const fleet = await Fleet.open(rig.url, wearers, signal, everyMs);
  const startMs = Date.now();
  fleet.start();
  const done: Kill[] = [];
  try {
    for (let i = 0; i < kills; i++) {
      await sleep(pauseMs[0] + Math.random() * (pauseMs[1] - pauseMs[0]));
      done.push(await kill(rig, fleet, i % 2 === 0 ? 'API' : 'database'));
      say(`${i + 1}: ${done.at(-1)!.of}, recovered after ${done.at(-1)!.recoveredS.toFixed(1)} s`);
    }
    const ended = await fleet.finish(RECOVERY_TIMEOUT_MS);
    const seconds = (Date.now() - startMs) / 1000;
    const account = await takeAccount(rig.server.url, wearers, signal, fleet.schedule);
    const failure = fleet.failure ?? (ended ? null : 'not everything was acknowledged in time');
    return { wearers: count, seconds, kills: done, connectionsLost: fleet.refusals, failure, account };
  } finally {
    await fleet.stop();
  }
}

async function kill(rig: Rig, fleet: Fleet, of: Kill['of']): Promise<Kill> {
  const atMs = performance.now();
  if (of === 'API') await rig.killApi();
  else await rig.killDatabase();
  const sinceS = (): number => (performance.now() - atMs) / 1000;
  while (fleet.unacknowledgedS > sinceS() && sinceS() * 1000 < RECOVERY_TIMEOUT_MS) await sleep(LOOK_MS);
  return { of, recoveredS: sinceS() };
}

/** Nothing lost, nothing doubled, nothing changed. */
export function holds({ account, failure }: KillResult): boolean {
  const { lost, doubled, wrong, ledgersWrong, derivedDiffer } = account;
  return failure === null && [lost, doubled, wrong, ledgersWrong, derivedDiffer].every((n) => n === 0);
}
