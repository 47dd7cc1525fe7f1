import { expect, test } from 'vitest';
import type { GatewayHealth, SensorHealth } from './health.ts';
import { prometheusText } from './prometheus.ts';

const sensor: SensorHealth = {
  sensorId: 'c0de00000001',
  name: 'Anna "back"',
  driver: 'witmotion',
  state: 'streaming',
  reason: '',
  rateHz: 99.5,
  rssiDbm: null,
  batteryPercent: 81,
  session: null,
  samples: 12,
  missing: 3,
  connections: 2,
  stalls: 1,
  clockSlopePpm: -7.5,
  clockResidualP95Ms: 25,
  clockWithinMs: 4,
};
const health: GatewayHealth = {
  pid: 1,
  version: '0',
  name: 'pi',
  radio: '',
  uptimeS: 60,
  memoryBytes: 1e8,
  sensors: [sensor],
  upload: { url: '', connected: true, problem: null },
  outbox: { records: 4, bytes: 500, segments: 1, droppedSamples: 0, rejected: 0 },
  playback: null,
  lastError: null,
};

test('every sensor is a line with its labels escaped; what is not known is left out', () => {
  const lines = prometheusText(health).split('\n');
  const labels = '{sensor="c0de00000001",name="Anna \\"back\\"",driver="witmotion"}';
  expect(lines).toContain(`plumbline_sensor_missing_samples_total${labels} 3`);
  expect(lines).toContain(`plumbline_sensor_clock_residual_p95_seconds${labels} 0.025`);
  expect(lines).toContain(`plumbline_sensor_clock_within_seconds${labels} 0.004`);
  expect(lines).toContain('plumbline_outbox_records 4');
  expect(lines.filter((line) => line.includes('rssi'))).toEqual([]);
});

test('the last error is there with its remedy once there is one', () => {
  expect(prometheusText(health)).not.toContain('last_error');
  const failed = { ...health, lastError: { atUs: 1.5e15, text: 'the disk is full: free some space' } };
  expect(prometheusText(failed)).toContain(
    'plumbline_last_error_timestamp_seconds{text="the disk is full: free some space"} 1500000000',
  );
});

test('while there is no sensor its families are absent', () => {
  const none = { ...health, sensors: [{ ...sensor, sensorId: '' }] };
  expect(prometheusText(none)).not.toContain('plumbline_sensor_');
});
