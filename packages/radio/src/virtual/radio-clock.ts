/** Time as the radio needs it, so that tests can hand in their own. */
export interface RadioClock {
  nowMs(): number;
  /** Runs once, later; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

export const realClock: RadioClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
