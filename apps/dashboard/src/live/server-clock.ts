/** A message that took its time makes the server look late: the largest difference is the truest. */
const DECAY_US = 1000;
/** A larger step than any network delay: the server's clock was set. */
const STEP_US = 5_000_000;

/** Microseconds to add to the page's clock to get the server's, from one more message. */
export function nextOffsetUs(previousUs: number | null, serverUs: number, pageMs: number): number {
  const seenUs = serverUs - pageMs * 1000;
  if (previousUs === null || previousUs - seenUs > STEP_US) return seenUs;
  return Math.max(seenUs, previousUs - DECAY_US);
}
