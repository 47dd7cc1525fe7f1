import { expect, test } from 'vitest';
import { planPlayback } from './playback.ts';

const nowUs = 1_795_000_000_000_000;
const playedAt = (p: ReturnType<typeof planPlayback>, realUs: number): number =>
  p.epochUs + (realUs - p.anchorUs) * p.speed;

test('at speed 1 a recording starts now', () => {
  expect(planPlayback('walk', 1, 600, nowUs).epochUs).toBe(nowUs);
});

test('a faster playback ends at the present and is never ahead of it', () => {
  const playback = planPlayback('walk', 10, 600, nowUs);
  const endUs = nowUs + 60e6;
  expect(playedAt(playback, endUs)).toBe(endUs);
  expect(playedAt(playback, nowUs + 30e6)).toBeLessThan(nowUs + 30e6);
});

test('a slower playback starts now', () => {
  expect(planPlayback('walk', 0.5, 600, nowUs).epochUs).toBe(nowUs);
});
