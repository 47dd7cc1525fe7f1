import type { MountingEvent } from '@plumbline/core';

const WORDS: Readonly<Record<MountingEvent['kind'], string>> = {
  slip: 'slipped',
  upside_down: 'was upside down',
  turned: 'was turned about the vertical',
  inside_out: 'was inside out',
  removed: 'was taken off',
  worn_again: 'was put on again',
  gyro_against: 'has a gyroscope that turns the other way than gravity',
  gyro_right: 'has a gyroscope that turns as gravity does again',
};

/** One clause about a clip that moved; `moment` writes a time. */
export function movedText(event: MountingEvent, moment: (tUs: number) => string): string {
  const { kind, angleDeg, tUs, lastGoodUs, judgedAtUs, withdrawnAtUs } = event;
  const angle = angleDeg === null ? '' : ` by ${Math.round(angleDeg)} deg`;
  const what = `the clip ${WORDS[kind]}${angle}, seen ${moment(tUs)}`;
  if (withdrawnAtUs !== null) return `${what}: suspected, and taken back ${moment(withdrawnAtUs)}`;
  if (judgedAtUs === null) return `${what}: suspected, not confirmed by a walk`;
  if (kind === 'removed' || kind === 'worn_again') return what;
  const since = lastGoodUs === null ? 'before' : `from ${moment(lastGoodUs)} to`;
  return `${what}: angles ${since} ${moment(judgedAtUs)} are in doubt`;
}
