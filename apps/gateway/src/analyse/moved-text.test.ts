import type { MountingEvent } from '@plumbline/core';
import { expect, test } from 'vitest';
import { movedText } from './moved-text.ts';

const SLIP: MountingEvent = {
  kind: 'slip',
  tUs: 3e6,
  lastGoodUs: 1e6,
  angleDeg: 19.3,
  warnedAtUs: 4e6,
  judgedAtUs: 5e6,
  withdrawnAtUs: null,
};

const second = (tUs: number): string => `${tUs / 1e6} s`;

test.each([
  [SLIP, 'the clip slipped by 19 deg, seen 3 s: angles from 1 s to 5 s are in doubt'],
  [
    { ...SLIP, lastGoodUs: null, kind: 'upside_down', angleDeg: null },
    'the clip was upside down, seen 3 s: angles before 5 s are in doubt',
  ],
  [{ ...SLIP, judgedAtUs: null }, 'the clip slipped by 19 deg, seen 3 s: suspected, not confirmed by a walk'],
  [
    { ...SLIP, kind: 'turned', judgedAtUs: null, withdrawnAtUs: 9e6 },
    'the clip was turned about the vertical by 19 deg, seen 3 s: suspected, and taken back 9 s',
  ],
  [{ ...SLIP, kind: 'removed', angleDeg: null }, 'the clip was taken off, seen 3 s'],
] as const)('says what happened and which angles are in doubt', (event, text) => {
  expect(movedText(event, second)).toBe(text);
});
