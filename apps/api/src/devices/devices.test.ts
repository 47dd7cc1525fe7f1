import {
  type Device,
  type DeviceState,
  deviceSchema,
  encodeFrame,
  type Gap,
  type HeardSensor,
  type NearbySensor,
  nearbySensorSchema,
  RECORD_KIND,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { json, streamFrames } from '../testing/records.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const WAIT = { timeout: 120_000, interval: 100 };
const KEY = 'C0:FF:EE:00:00:01';
const PATH = `/v1/devices/${encodeURIComponent(KEY)}`;

let server: TestServer;
let people: TestPeople;
let owner: TestPerson;
let startUs: number;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  owner = await people.add('owner', 'wearer');
  startUs = Math.floor(Date.now() / 1000) * 1e6 - 3600e6;
  await record(startUs);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** 36 s of samples, then what the device says of itself and one gap. */
async function record(fromUs: number): Promise<void> {
  const gateway = await owner.gateway();
  const streamId = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: fromUs, sensorId: KEY };
  const frames = streamFrames(streamId, options, 3_600, 100, false);
  const state: DeviceState = {
    ...{ tUs: fromUs + 36e6, batteryPercent: 81, clockSlopePpm: 12.5, clockResidualP95Ms: 3 },
    config: { firmware: '4.1.2', tier: 'supported', rateHz: 100 },
  };
  const charged: DeviceState = { ...state, tUs: fromUs + 36.5e6, batteryPercent: 97 };
  const gap: Gap = { startUs: fromUs + 36e6, endUs: fromUs + 37e6, missing: 100, exact: true, cause: 'link' };
  const close = { endUs: fromUs + 37e6, reason: 'test' };
  const bodies = [
    [RECORD_KIND.device, state],
    [RECORD_KIND.device, charged],
    [RECORD_KIND.gap, gap],
    [RECORD_KIND.close, close],
  ] as const;
  const rest = bodies.map(([kind, body], i) =>
    encodeFrame({ streamId, sequence: frames.length + i, kind, body: json(body) }),
  );
  gateway.send(...frames, ...rest);
  await gateway.acknowledgedUpTo(streamId, frames.length + rest.length);
  await gateway.close();
}

const of = async (person: TestPerson): Promise<Device[]> =>
  z.array(deviceSchema).parse(await person.json('GET', '/v1/devices'));

describe('devices', () => {
  test('tell how well they get through: charge, clock, firmware, tier of the driver, losses', async () => {
    expect(await of(owner)).toEqual([
      {
        ...{ id: KEY, name: 'WT901BLE', advertisedName: 'WT901BLE', own: true, driver: 'witmotion' },
        ...{ tier: 'supported', firmware: '4.1.2', gatewayId: expect.any(String) },
        ...{ firstSeenUs: expect.any(Number), lastSampleUs: startUs + 35.99e6 },
        ...{ clockSlopePpm: 12.5, clockResidualP95Ms: 3 },
        // What the session knew at its end, stored with its closing record.
        calibration: { kind: 'mounting', atUs: startUs + 35.99e6 },
        // Charged after the lowest of the day.
        battery: { latestPercent: 97, tUs: [expect.any(Number)], percent: [81] },
        week: {
          ...{ streams: 1, recordedH: 0.01, gaps: 1, missingSamples: 100 },
          ...{ gapsPerHour: 100, rejectedRecords: 0 },
        },
        history: { tUs: [expect.any(Number)], recordedH: [0.01], gaps: [1], missingSamples: [100] },
      },
    ]);
  });

  test('are one’s own, or for operators all', async () => {
    const [device] = await of(owner);
    expect(device!.own).toBe(true);
    expect(await of(people.first)).toEqual([{ ...device, own: false }]);
    const stranger = await people.add('stranger', 'wearer');
    expect(await of(stranger)).toEqual([]);
    for (const [method, body] of [
      ['PATCH', { name: 'mine' }],
      ['DELETE', undefined],
      ['PUT', undefined],
    ] as const)
      expect((await stranger.ask(method, PATH, body)).status).toBe(404);
  });

  test('carry the name that each one gave them, and nobody else’s', async () => {
    expect(await owner.json('PATCH', PATH, { name: ' Belt ' })).toMatchObject({
      name: 'Belt',
      advertisedName: 'WT901BLE',
    });
    expect((await of(people.first))[0]!.name).toBe('WT901BLE');
    expect(await owner.json('PATCH', PATH, { name: null })).toMatchObject({ name: 'WT901BLE' });
    expect((await owner.ask('PATCH', PATH, { name: ' ' })).status).toBe(400);
  });

  test('tell when it was last learnt how they are worn, to operators too', async () => {
    await people.api.rows(`insert into calibration (tenant_id, wearer_id, session_id, at, kind, parameters)
      select tenant_id, wearer_id, id, started_at + interval '1 minute', 'bends', '{}' from wear_session`);
    const calibration = { kind: 'bends', atUs: startUs + 60e6 };
    expect((await of(owner))[0]!.calibration).toEqual(calibration);
    expect((await of(people.first))[0]!.calibration).toEqual(calibration);
  });

  test('that were forgotten are back when they record again, with what they had measured', async () => {
    expect((await owner.ask('DELETE', PATH)).status).toBe(204);
    expect(await of(owner)).toEqual([]);
    // Forgotten by mistake.
    expect((await owner.ask('PUT', PATH)).status).toBe(204);
    expect(await of(owner)).toHaveLength(1);
    await owner.ask('DELETE', PATH);
    expect(await of(people.first)).toHaveLength(1);
    await record(Math.floor(Date.now() / 1000) * 1e6 + 60e6);
    expect((await of(owner))[0]).toMatchObject({ id: KEY, week: { streams: 2, gaps: 2 } });
  });

  test('in reach are told to whom the gateway belongs, the strongest first', async () => {
    const gateway = await owner.gateway();
    const heard = [heardOne('far', -80), heardOne('near', -50)];
    gateway.status({ heard });
    const near = async (): Promise<NearbySensor[]> =>
      z.array(nearbySensorSchema).parse(await owner.json('GET', '/v1/devices/near'));
    await expect
      .poll(near, WAIT)
      .toEqual([
        expect.objectContaining({ sensorId: 'near', state: 'unused', gateway: 'test gateway' }),
        expect.objectContaining({ sensorId: 'far' }),
      ]);
    await gateway.close();
    await expect.poll(near, WAIT).toEqual([]);
  });
});

function heardOne(sensorId: string, rssiDbm: number): HeardSensor {
  return { sensorId, name: sensorId, driver: 'witmotion', tier: 'supported', rssiDbm, batteryPercent: null };
}
