import { describe, expect, it } from 'vitest';
import { LIVE_CONNECTION, NOON_US, stateMessage } from './fixtures/live-messages.ts';
import { INITIAL_MODEL, type LiveEvent, type LiveModel, reduceLive } from './live-model.ts';

const AT_MS = NOON_US / 1000;
const bout = (startUs: number, endUs: number, open = false) => ({
  startUs,
  endUs,
  state: 'sitting' as const,
  open,
});

function after(...events: readonly LiveEvent[]): LiveModel {
  return events.reduce(reduceLive, INITIAL_MODEL);
}

describe('reduceLive', () => {
  it('takes the whole picture from a state message', () => {
    const model = after({ type: 'opened' }, { type: 'message', message: stateMessage(), atMs: AT_MS });
    expect(model.link.phase).toBe('open');
    expect(model.session?.posture?.state).toBe('sitting');
    expect(model.offsetUs).toBe(0);
  });

  it('changes only what an update names', () => {
    const model = after(
      { type: 'message', message: stateMessage(), atMs: AT_MS },
      {
        type: 'message',
        atMs: AT_MS,
        message: {
          type: 'update',
          serverUs: NOON_US,
          connection: { ...LIVE_CONNECTION, state: 'no_sensor', reason: 'Switch the sensor on.' },
        },
      },
    );
    expect(model.session?.connection.state).toBe('no_sensor');
    expect(model.session?.posture?.state).toBe('sitting');
  });

  it('ignores an update before the first state', () => {
    const message = { type: 'update' as const, serverUs: NOON_US, skipped: 3 };
    expect(after({ type: 'message', message, atMs: AT_MS }).session).toBeNull();
  });

  it('revises the bouts that end after a moment and keeps the others', () => {
    const state = stateMessage();
    const day = { ...state.day, bouts: [bout(0, 10), bout(10, 20), bout(20, 30, true)] };
    const model = after(
      { type: 'message', message: { ...state, day }, atMs: AT_MS },
      {
        type: 'message',
        atMs: AT_MS,
        message: { type: 'update', serverUs: NOON_US, bouts: { fromUs: 10, bouts: [bout(10, 40, true)] } },
      },
    );
    expect(model.session?.day.bouts).toEqual([bout(0, 10), bout(10, 40, true)]);
  });

  it('keeps the last picture while the link is lost, and adds up what was skipped', () => {
    const update = { type: 'update' as const, serverUs: NOON_US, skipped: 2 };
    const model = after(
      { type: 'message', message: stateMessage(), atMs: AT_MS },
      { type: 'message', message: update, atMs: AT_MS },
      { type: 'message', message: update, atMs: AT_MS },
      { type: 'lost', retryAtMs: AT_MS + 500 },
    );
    expect(model.link).toEqual({ phase: 'lost', retryAtMs: AT_MS + 500 });
    expect(model.session).not.toBeNull();
    expect(model.skipped).toBe(4);
  });

  it('holds a problem until a state is understood again', () => {
    const problem = { kind: 'version', server: '2' } as const;
    const refused = after({ type: 'problem', problem }, { type: 'opened' });
    expect(refused.problem).toEqual(problem);
    expect(reduceLive(refused, { type: 'message', message: stateMessage(), atMs: AT_MS }).problem).toBeNull();
  });
});
