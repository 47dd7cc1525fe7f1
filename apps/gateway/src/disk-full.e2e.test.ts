import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askControl } from './control/control-socket.ts';
import type { GatewayHealth } from './health/health.ts';
import { ledgerOf } from './testing/ledger.ts';
import { Rig, until } from './testing/rig.ts';

const SENSOR = 'c0de00000001';
const TIMEOUT_MS = 180_000;
/** The disk is full within seconds, on a busy machine later. */
const FULL = { timeout: 60_000, interval: 100 };
const DISK_BYTES = 2 ** 20;
/** Enough for a second or two of samples. */
const LEFT_BYTES = 16 * 1024;

/** A file system of its own: needs the right to mount one. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fill(folder: string): string {
  const path = join(folder, 'somebody-elses.log');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path, Buffer.alloc(bavail * bsize - LEFT_BYTES));
  return path;
}

test('a disk that is really full: what is stored stays, the rest is counted, and it goes on when there is room', {
  timeout: TIMEOUT_MS,
}, async ({ skip }) => {
  const rig = new Rig();
  if (!mountSmallDisk(rig.dataDir)) return skip('mounting a file system is not allowed here');
  try {
    await rig.start();
    await rig.startSensor();
    await rig.startGateway();
    await until('samples', () => ledgerOf(rig.api, SENSOR).samples > 100);
    const filler = fill(rig.dataDir);
    const health = async (): Promise<GatewayHealth> => (await askControl(rig.dataDir)) as GatewayHealth;
    await expect.poll(async () => (await health()).sensors[0]!.reason, FULL).toContain('free some space');
    expect((await health()).lastError?.text).toMatch(
      /cannot take another record \(ENOSPC\): free some space/,
    );
    await new Promise((done) => setTimeout(done, 7_000));
    rmSync(filler);
    const before = ledgerOf(rig.api, SENSOR).samples;
    await until('samples again', () => ledgerOf(rig.api, SENSOR).samples > before + 100);
    await rig.stopGateway();
    const [stream] = [...rig.api.streams.values()];
    const named = stream!.gaps.filter(({ cause }) => cause === 'outbox');
    expect(named).toHaveLength(1);
    expect(named[0]).toMatchObject({ exact: true });
    expect(ledgerOf(rig.api, SENSOR)).toMatchObject({ streams: 1, disorder: 0, unnamed: 0 });
  } finally {
    await rig.stopGateway();
    execFileSync('umount', ['-l', rig.dataDir], { stdio: 'ignore' });
    await rig.stop();
  }
});
