import type { System } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { worthALook } from './worth-a-look.ts';

const NOW_US = 1_790_000_000e6;
const gateway = (changed: object = {}, status: object = {}): System['gateways'][number] => ({
  ...{ id: crypto.randomUUID(), name: 'desk', version: '0.1.0', lagS: 0.4 },
  status: {
    ...{ type: 'status', sentUs: NOW_US, sensors: [], outboxRecords: 3, outboxBytes: 900, playback: null },
    ...status,
  },
  ...changed,
});
const system = (changed: Partial<System> = {}): System => ({
  ...{ version: '0.1.0', nodeVersion: 'v26', platform: 'linux', startedUs: 0, nowUs: NOW_US, schema: '0008' },
  storage: { home: 'postgresql', serverVersion: '17', extensionVersion: null, confinement: 'login' },
  database: { bytes: 1e9, answeredMs: 1, tables: [] },
  disk: { freeBytes: 5e11, totalBytes: 1e12 },
  ...{ memoryBytes: 2e8, ingest: { sessions: 1, pendingBytes: 0, liveClients: 0 }, silentGateways: [] },
  waiting: { recompute: 0, summaries: 0, jobs: 0 },
  backup: { atUs: NOW_US - 3600e6, rows: 1, bytes: 1 },
  ...{ diagnostics: '', gateways: [gateway()] },
  ...changed,
});

describe('what is worth a look', () => {
  test('is nothing when all is well', () => {
    expect(worthALook(system())).toEqual([]);
  });

  test('is what a gateway says, holds back, or is behind by', () => {
    const gateways = [
      gateway({ lagS: 90 }),
      gateway({}, { outboxRecords: 501, lastError: { atUs: 1, text: 'no adapter' } }),
    ];
    expect(worthALook(system({ gateways })).map(({ kind }) => kind)).toEqual([
      'lag',
      'gateway_error',
      'outbox',
    ]);
  });

  test('is not what went wrong before everything went well again', () => {
    const sensor = { sensorId: 'a', name: 'A', driver: 'a', state: 'streaming', reason: '' };
    const lastError = { atUs: NOW_US - 90e6, text: 'the API cannot be reached' };
    const kindsOf = (status: object) =>
      worthALook(system({ gateways: [gateway({}, { lastError, ...status })] })).map(({ kind }) => kind);
    expect(kindsOf({ sensors: [sensor] })).toEqual([]);
    expect(kindsOf({ sensors: [{ ...sensor, state: 'stalled' }] })).toEqual(['gateway_error']);
    expect(kindsOf({ sensors: [sensor], sentUs: NOW_US - 60e6 })).toEqual(['gateway_error']);
  });

  test('is a disk that fills up and a backup that is old or missing', () => {
    const disk = { freeBytes: 9e10, totalBytes: 1e12 };
    const backup = { atUs: NOW_US - 8 * 86_400e6, rows: 1, bytes: 1 };
    expect(worthALook(system({ disk, backup })).map(({ kind }) => kind)).toEqual(['disk', 'backup_old']);
    expect(worthALook(system({ backup: null, disk: null }))).toEqual([{ kind: 'backup_none' }]);
  });

  test('is how many gateways are not heard', () => {
    const silentGateways = [{ id: crypto.randomUUID(), name: null, lastSampleUs: null }];
    expect(worthALook(system({ silentGateways }))).toEqual([{ kind: 'silent', count: 1 }]);
  });
});
