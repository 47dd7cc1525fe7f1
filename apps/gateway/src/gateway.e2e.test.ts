import { describe, expect, test } from 'vitest';
import { askControl } from './control/control-socket.ts';
import type { GatewayHealth } from './health/health.ts';
import { type Ledger, ledgerOf } from './testing/ledger.ts';
import { Rig, until } from './testing/rig.ts';

const SENSOR = 'c0de00000001';
const SECOND = { address: 'c0:de:00:00:00:02', name: 'WT-second', seed: 2 };
const TIMEOUT_MS = 180_000;
const RATE_HZ = 100;

async function withRig(scenario: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = new Rig(RATE_HZ);
  await rig.start();
  try {
    await scenario(rig);
  } finally {
    await rig.stop();
  }
}

const ledger = (rig: Rig, id = SENSOR): Ledger => ledgerOf(rig.api, id);
const more = (rig: Rig, samples: number, id = SENSOR): Promise<void> => {
  const from = ledger(rig, id).samples;
  return until(`${samples} more samples of ${id}`, () => ledger(rig, id).samples >= from + samples);
};
const pause = (ms: number): Promise<unknown> => new Promise((done) => setTimeout(done, ms));

describe.concurrent('real processes over the virtual radio', { timeout: TIMEOUT_MS }, () => {
  test('kill -9 of the gateway, again and again: every hole is named, nothing comes twice', () =>
    withRig(async (rig) => {
      await rig.startSensor();
      await rig.startGateway();
      for (const waitMs of [700, 300, 1100]) {
        await more(rig, 60);
        await pause(waitMs);
        await rig.killGateway();
        await rig.startGateway();
      }
      await more(rig, 60);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 4, disorder: 0, unnamed: 0 });
      expect([...rig.api.streams.values()].every((stream) => stream.closed)).toBe(true);
      expect(rig.api.holes).toEqual([]);
    }));

  test('kill -9 of one of two sensors: the other goes on, the lost one comes back with its gap', () =>
    withRig(async (rig) => {
      await rig.startSensor();
      await rig.startSensor(SECOND);
      await rig.startGateway();
      await Promise.all([more(rig, 50), more(rig, 50, 'c0de00000002')]);
      await rig.killSensor();
      await more(rig, 300, 'c0de00000002');
      await rig.startSensor();
      await more(rig, 50);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 2, disorder: 0, unnamed: 0 });
      expect(ledger(rig, 'c0de00000002')).toMatchObject({ streams: 1, missing: 0, disorder: 0, unnamed: 0 });
    }));

  test('a body between sensor and gateway for 1.5 s costs nothing', () =>
    withRig(async (rig) => {
      await rig.startSensor();
      await rig.startGateway();
      await more(rig, 100);
      rig.controller().inRange = false;
      await pause(1500);
      rig.controller().inRange = true;
      await more(rig, 300);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 1, missing: 0, disorder: 0, unnamed: 0 });
    }));

  test('a crystal that is off by 7000 ppm is seen within seconds, and costs no sample', () =>
    withRig(async (rig) => {
      await rig.startSensor({ ppm: 7000 });
      await rig.startGateway();
      const slope = (): number => rig.api.lastDevice(SENSOR)?.clockSlopePpm ?? 0;
      // The first word on it may be off by more where the machine holds packets up.
      await until('the crystal is told', () => Math.abs(slope() - 7000) < 3000);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 1, missing: 0, disorder: 0, unnamed: 0 });
    }));

  test('a sensor that answers questions about its clock is asked, and the answers bound its times', () =>
    withRig(async (rig) => {
      await rig.startSensor({ driver: 'capture2go', name: 'IMU_a1b2c3' });
      await rig.startGateway();
      await more(rig, 300);
      const { sensors } = (await askControl(rig.dataDir)) as GatewayHealth;
      expect(sensors[0]!.clockWithinMs).toBeGreaterThanOrEqual(0);
      // Half of one way: the radio's interval is at most 15 ms, the rest is this machine.
      expect(sensors[0]!.clockWithinMs).toBeLessThan(200);
      const told = (): number => Number(rig.api.lastDevice(SENSOR)?.config.clockRoundTripMs ?? 0);
      await until('the API is told', () => told() > 0);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 1, missing: 0, disorder: 0, unnamed: 0 });
    }));

  test('the radio is unplugged and comes back', () =>
    withRig(async (rig) => {
      await rig.startSensor();
      await rig.startGateway();
      await more(rig, 50);
      await rig.loseRadio();
      await rig.newRadio();
      await rig.startSensor();
      await more(rig, 50);
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 2, disorder: 0, unnamed: 0 });
    }));

  test('an API that is away costs nothing, and status says why records wait', () =>
    withRig(async (rig) => {
      await rig.startSensor();
      await rig.startGateway();
      await more(rig, 50);
      await rig.api.stop();
      const health = async (): Promise<GatewayHealth> => (await askControl(rig.dataDir)) as GatewayHealth;
      await until('records wait', async () => (await health()).outbox.records > 20);
      await until('why', async () => (await health()).upload.problem?.includes('ECONNREFUSED') === true);
      expect((await health()).lastError?.text).toContain('ECONNREFUSED');
      await rig.api.start();
      await more(rig, 250);
      await until('the API hears of it', () => rig.api.statuses.at(-1)?.lastError != null);
      expect(rig.api.statuses.at(-1)!.sensors[0]).toMatchObject({
        missing: 0,
        stalls: 0,
        state: 'streaming',
      });
      await rig.stopGateway();
      expect(ledger(rig)).toMatchObject({ streams: 1, missing: 0, disorder: 0, unnamed: 0 });
    }));
});
