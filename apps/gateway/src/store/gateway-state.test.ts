import { linkSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EPOCH_US, streamOpen } from '../testing/sample-stream.ts';
import { GatewayState, SESSION_PAUSE_US } from './gateway-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): GatewayState => new GatewayState(folder, () => crypto.randomUUID());
const session = (state: GatewayState, nowUs: number, playback: string | null = null) =>
  state.session(streamOpen.sensor.id, nowUs, 'Europe/Berlin', playback);

/** As if the sensor had recorded in that session until then. */
function recorded(state: GatewayState, sessionId: string, endUs: number): void {
  state.recordedUntil({ ...streamOpen, session: { ...streamOpen.session, id: sessionId } }, endUs);
}

describe('a wear session', () => {
  test('goes on over a restart of the gateway', () => {
    const state = open();
    const { id } = session(state, EPOCH_US);
    recorded(state, id, EPOCH_US + 60e6);
    state.save();
    expect(session(open(), EPOCH_US + 120e6).id).toBe(id);
  });

  test('ends when nothing came for three hours, counted from the last sample', () => {
    const state = open();
    const { id } = session(state, EPOCH_US);
    recorded(state, id, EPOCH_US + 3600e6);
    expect(session(state, EPOCH_US + 3600e6 + SESSION_PAUSE_US).id).toBe(id);
    expect(session(state, EPOCH_US + 3600e6 + SESSION_PAUSE_US + 1).id).not.toBe(id);
  });

  test('ends when the clock was set back, since its times could not go on', () => {
    const state = open();
    const { id } = session(state, EPOCH_US);
    recorded(state, id, EPOCH_US + 60e6);
    expect(session(state, EPOCH_US).id).not.toBe(id);
  });

  test('belongs to one sensor: two worn at the same time are two mountings', () => {
    const state = open();
    const { id } = session(state, EPOCH_US);
    expect(state.session('another', EPOCH_US, 'Europe/Berlin', null).id).not.toBe(id);
    expect(session(state, EPOCH_US).id).toBe(id);
  });

  test('of a playback is its own, and the same after a crash in the middle of it', () => {
    const state = open();
    const worn = session(state, EPOCH_US).id;
    const played = session(state, EPOCH_US, 'day@1').id;
    expect(played).not.toBe(worn);
    expect(session(open(), EPOCH_US + 1e6, 'day@1').id).toBe(played);
  });
});

test('is replaced as a whole, and read by its owner alone', () => {
  open().pair({ id: 'a', driver: 'witmotion', name: 'A' });
  const [path, before] = [join(folder, 'gateway.json'), join(folder, 'before')];
  linkSync(path, before);
  const text = readFileSync(before, 'utf8');
  open().pair({ id: 'b', driver: 'witmotion', name: 'B' });
  expect(readFileSync(before, 'utf8')).toBe(text);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('where a recording ended is moved on by what is newer, and not back by what is older', () => {
  const state = open();
  const { id } = session(state, EPOCH_US);
  recorded(state, id, EPOCH_US + 60e6);
  recorded(state, id, EPOCH_US + 30e6);
  expect(state.sensor(streamOpen.sensor.id)?.endUs).toBe(EPOCH_US + 60e6);
  recorded(state, id, EPOCH_US + 90e6);
  expect(state.sensor(streamOpen.sensor.id)?.endUs).toBe(EPOCH_US + 90e6);
});

test('a damaged file is no reason to fail: the gateway begins anew', () => {
  writeFileSync(join(folder, 'gateway.json'), '{"gatewayId": 7');
  expect(open().paired).toEqual([]);
});

test('pairing is remembered and can be taken back', () => {
  open().pair({ id: 'a', driver: 'witmotion', name: 'A' });
  const state = open();
  expect(state.paired.map(({ id }) => id)).toEqual(['a']);
  expect([state.unpair('b'), state.unpair('a'), open().paired]).toEqual([false, true, []]);
});
