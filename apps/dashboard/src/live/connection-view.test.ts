import type { LiveConnection } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { connectionView } from './connection-view.ts';
import { LIVE_CONNECTION, NOON_US, stateMessage } from './fixtures/live-messages.ts';
import { INITIAL_MODEL, type LiveEvent, reduceLive } from './live-model.ts';

const AT_MS = NOON_US / 1000;

function view(connection: Partial<LiveConnection>, laterMs = 0, ...events: readonly LiveEvent[]) {
  const message = stateMessage({ connection: { ...LIVE_CONNECTION, ...connection } });
  const all: LiveEvent[] = [{ type: 'message', message, atMs: AT_MS }, ...events];
  return connectionView(all.reduce(reduceLive, INITIAL_MODEL), AT_MS + laterMs);
}

describe('connectionView', () => {
  it('is connecting before anything was heard', () => {
    expect(connectionView(INITIAL_MODEL, AT_MS)).toMatchObject({
      kind: 'connecting',
      age: 'No sample yet',
    });
  });

  it('is live with a fresh sample', () => {
    expect(view({})).toMatchObject({ kind: 'live', label: 'Live', age: 'Last sample just now' });
  });

  it('does not call itself live when samples stopped, even if nobody said so', () => {
    expect(view({}, 6000)).toMatchObject({
      kind: 'delayed',
      label: 'Delayed 6 sec',
      age: 'Last sample 6 sec ago',
    });
  });

  it('is catching up when the server says delayed while samples come', () => {
    expect(view({ state: 'delayed', reason: '3 records wait.' })).toMatchObject({
      kind: 'delayed',
      label: 'Catching up',
      current: true,
    });
  });

  it("gives the server's reason for what the server knows", () => {
    const reason = 'Switch the sensor on.';
    expect(view({ state: 'no_sensor', reason }, 60_000)).toMatchObject({ label: 'No sensor', reason });
    expect(view({ state: 'stored_on_gateway', reason })).toMatchObject({
      label: 'Stored on gateway',
      reason,
    });
    expect(view({ state: 'no_gateway', reason })).toMatchObject({ label: 'No gateway', reason });
  });

  it('says when it tries the server again', () => {
    const lost = view({}, 0, { type: 'lost', retryAtMs: AT_MS + 4000 });
    expect(lost.label).toBe('Server not reached');
    expect(lost.reason).toContain('Next try in 4 sec');
  });

  it('asks for a reload when the versions differ', () => {
    const problem = { kind: 'version', server: '2' } as const;
    const differing = view({}, 0, { type: 'problem', problem });
    expect(differing.label).toBe('Reload needed');
    expect(differing.reason).toContain('page 1, server 2');
  });

  it('passes on a refusal with its remedy', () => {
    const message = { type: 'error', reason: 'Too many pages are open.', remedy: 'Close one.' } as const;
    const refused = view({}, 0, { type: 'message', message, atMs: AT_MS });
    expect(refused.reason).toBe('Too many pages are open. Close one.');
  });
});
