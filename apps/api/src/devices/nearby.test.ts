import type { GatewayStatus, HeardSensor, SensorStatus } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { nearbyOf } from './nearby.ts';

const heard = (sensorId: string, rssiDbm: number): HeardSensor => ({
  ...{ sensorId, name: sensorId, driver: 'witmotion', tier: 'supported', rssiDbm, batteryPercent: null },
});
const used = (sensorId: string, rssiDbm: number | null): SensorStatus => ({
  ...{ sensorId, name: sensorId, driver: 'witmotion', state: 'streaming', reason: '', rateHz: 100, rssiDbm },
  batteryPercent: 80,
});
const status = (sensors: SensorStatus[], others?: HeardSensor[]): GatewayStatus => ({
  ...{ type: 'status', sentUs: 0, sensors, outboxRecords: 0, outboxBytes: 0, playback: null },
  ...(others && { heard: others }),
});

test('sensors in use and others stand together, the strongest first', () => {
  const gateway = { name: 'desk', status: status([used('b', -60)], [heard('a', -80), heard('c', -50)]) };
  const told = nearbyOf([gateway, { name: 'new', status: null }]);
  expect(told.map(({ sensorId, state }) => `${sensorId} ${state}`)).toEqual([
    ...['c unused', 'b streaming', 'a unused'],
  ]);
});

test('what a connection does not say is taken from what was heard', () => {
  const gateway = { name: 'desk', status: status([used('a', null)], [heard('a', -55)]) };
  expect(nearbyOf([gateway])).toEqual([
    expect.objectContaining({ sensorId: 'a', rssiDbm: -55, tier: 'supported', batteryPercent: 80 }),
  ]);
});

test('a gateway without a sensor, or an older one, adds nothing', () => {
  expect(nearbyOf([{ name: 'desk', status: status([used('', null)]) }])).toEqual([]);
});
