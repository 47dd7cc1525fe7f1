import type { GatewayStatus } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { type ConnectionFacts, connectionOf } from './connection-state.ts';

const NOW_US = 1_795_000_000_000_000;

function status(
  state: GatewayStatus['sensors'][number]['state'],
  outboxRecords = 0,
  speed?: number,
): GatewayStatus {
  return {
    type: 'status',
    sentUs: NOW_US,
    sensors: [
      {
        sensorId: 'a',
        name: 'WT901',
        driver: 'witmotion',
        state,
        reason: `the sensor is ${state}`,
        rateHz: 100,
        rssiDbm: -60,
        batteryPercent: 80,
      },
    ],
    outboxRecords,
    outboxBytes: 0,
    playback: speed === undefined ? null : { title: 'walk', speed },
  };
}

function connection(facts: Partial<ConnectionFacts>) {
  return connectionOf({
    nowUs: NOW_US,
    gatewaysConnected: 1,
    statuses: [status('streaming')],
    lastSampleUs: NOW_US - 150_000,
    receivedUs: NOW_US - 100_000,
    databaseReason: null,
    ...facts,
  });
}

const QUIET = { receivedUs: NOW_US - 3_000_000 };

describe('the connection is', () => {
  test('live while samples arrive, by the time of receipt and not by their own', () => {
    expect(connection({}).state).toBe('live');
    expect(connection({ lastSampleUs: NOW_US - 7 * 86_400e6 }).state).toBe('live');
  });

  test('delayed while the gateway catches up, more generously in a fast playback', () => {
    expect(connection({ statuses: [status('streaming', 500)] })).toMatchObject({
      state: 'delayed',
      reason: 'The gateway is catching up: 500 records wait there.',
    });
    expect(connection({ statuses: [status('streaming', 500, 10)] }).state).toBe('live');
  });

  test('delayed for a moment when samples stop, though the sensor streams', () => {
    expect(connection(QUIET).state).toBe('delayed');
  });

  test('stored on the gateway when records wait there and do not come', () => {
    expect(connection({ ...QUIET, statuses: [status('streaming', 7)] })).toMatchObject({
      state: 'stored_on_gateway',
      reason: 'The gateway keeps 7 records and has not sent them yet.',
    });
  });

  test('stored on the gateway when the database is away, and says so while samples still arrive', () => {
    expect(connection({ ...QUIET, databaseReason: 'gone' })).toMatchObject({
      state: 'stored_on_gateway',
      reason: expect.stringContaining('database'),
    });
    expect(connection({ databaseReason: 'gone' })).toMatchObject({
      state: 'live',
      reason: expect.stringContaining('database'),
    });
  });

  test('without a sensor for the reason that the gateway gives', () => {
    expect(connection({ ...QUIET, statuses: [status('scanning')] })).toMatchObject({
      state: 'no_sensor',
      reason: 'the sensor is scanning',
    });
    expect(connection({ ...QUIET, statuses: [] }).reason).toBe('The gateway has no sensor yet.');
  });

  test('without a sensor names none, though the gateway says why it has none', () => {
    const [sensor] = status('failed').sensors;
    const none = { ...sensor!, sensorId: '', name: 'no sensor', reason: 'the radio does not work' };
    expect(connection({ ...QUIET, statuses: [{ ...status('failed'), sensors: [none] }] })).toMatchObject({
      ...{ state: 'no_sensor', reason: 'the radio does not work', sensor: null },
    });
  });

  test('without a gateway whatever was received before', () => {
    expect(connection({ gatewaysConnected: 0, statuses: [] }).state).toBe('no_gateway');
  });

  test('of the sensor that streams, when there are several', () => {
    const statuses = [status('finished'), status('streaming'), status('failed')];
    expect(connection({ statuses }).sensor?.state).toBe('streaming');
  });
});
