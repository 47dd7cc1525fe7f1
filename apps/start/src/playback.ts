/** Time for the gateway while something is played: runs `speed` times faster and never ahead of the clock. */
export interface Playback {
  readonly title: string;
  readonly speed: number;
  /** Played time at `anchorUs` of real time, both in microseconds since the epoch. */
  readonly epochUs: number;
  readonly anchorUs: number;
}

const US_PER_S = 1e6;

/**
 * A recording of `durationS` played at `speed` from `nowUs` ends at the present: its first sample lies that
 * much in the past. At speed 1 it starts now.
 */
export function planPlayback(title: string, speed: number, durationS: number, nowUs: number): Playback {
  const aheadUs = Math.max(0, durationS * (1 - 1 / speed)) * US_PER_S;
  return { title, speed, epochUs: Math.round(nowUs - aheadUs), anchorUs: nowUs };
}
