import { expect, it } from 'vitest';
import { LIVE_CONNECTION, NOON_US, stateMessage } from '../../live/fixtures/live-messages.ts';
import { INITIAL_MODEL, reduceLive } from '../../live/live-model.ts';
import { postureView } from './posture-view.ts';

const viewOf = (over: Parameters<typeof stateMessage>[0]) =>
  postureView(
    reduceLive(INITIAL_MODEL, { type: 'message', message: stateMessage(over), atMs: NOON_US / 1000 }),
    NOON_US / 1000,
  );

it('counts how long the posture has lasted', () => {
  expect(viewOf({})).toMatchObject({ state: 'sitting', durationS: 23 * 60, live: true, sure: 0.97 });
});

it('stops the clock at the last sample: what came after is not known', () => {
  const connection = { ...LIVE_CONNECTION, state: 'no_sensor', lastSampleUs: NOON_US - 20 * 60e6 } as const;
  const view = viewOf({ connection });
  expect(view).toMatchObject({ durationS: 3 * 60, live: false });
  expect(view?.since).toContain('when the last sample came');
});

it('gives no certainty for what is not known, but the reason', () => {
  const posture = {
    state: 'unknown',
    probability: 0,
    sinceUs: NOON_US,
    reason: 'Walk about ten steps.',
  } as const;
  expect(viewOf({ posture })).toMatchObject({ sure: null, reason: 'Walk about ten steps.' });
});

it('is empty before the first second', () => {
  expect(viewOf({ posture: null })).toBeNull();
});
