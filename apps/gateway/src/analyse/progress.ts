const STEP_PERCENT = 5;
const QUIET_MS = 2000;

/** Prints a line for every 5 % once the work has taken two seconds: short files stay silent. */
export function progressPrinter(
  write: (line: string) => unknown,
  nowMs: () => number = () => performance.now(),
): (share: number) => void {
  const startMs = nowMs();
  let told = 0;
  return (share) => {
    const percent = Math.floor((100 * share) / STEP_PERCENT) * STEP_PERCENT;
    if (percent <= told || nowMs() - startMs < QUIET_MS) return;
    told = percent;
    write(`analysed ${percent} %\n`);
  };
}
