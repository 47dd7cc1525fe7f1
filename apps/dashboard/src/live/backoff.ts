const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
/** Spread, so that many pages do not come back to a restarted server in the same instant. */
const JITTER = 0.25;

/** How long to wait before try `attempt` (0 is the first). `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return Math.round(delay * (1 + JITTER * (2 * random - 1)));
}
