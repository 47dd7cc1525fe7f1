const STEP_PERCENT = 10;
const QUIET_MS = 2000;
const REDRAW_MS = 200;
const LINE_MS = 10_000;
const CLEAR_LINE = '\r\x1b[2K';

export interface ProgressOutput {
  /** Whether a person looks at what is said. */
  readonly terminal: boolean;
  /** Width of the terminal: a longer line could not replace itself. */
  readonly columns: number;
  /** Text that may replace itself, and a whole line. */
  talk(text: string): void;
  say(line: string): void;
}

export interface Progress {
  /** Share of the work that is done, 0..1. */
  show(share: number): void;
  /** Nothing of it stays on a terminal. */
  end(): void;
}

/**
 * On a terminal one line that replaces itself, with the time left; elsewhere a plain line at most every ten seconds and
 * every 10 %. Work of less than two seconds stays silent.
 */
export function createProgress(
  what: string,
  out: ProgressOutput,
  nowMs: () => number = () => performance.now(),
): Progress {
  const startMs = nowMs();
  let lastMs = startMs;
  let told = 0;
  let shown = false;
  return {
    show(share) {
      const now = nowMs();
      if (now - startMs < QUIET_MS || now - lastMs < (out.terminal ? REDRAW_MS : LINE_MS)) return;
      const percent = Math.min(99, Math.floor(share * 100));
      if (!out.terminal && percent < told + STEP_PERCENT) return;
      lastMs = now;
      told = percent;
      shown = true;
      const state = `: ${percent} %, ${left(share, now - startMs)}`;
      if (out.terminal) out.talk(`${CLEAR_LINE}${what.slice(0, out.columns - state.length - 1)}${state}`);
      else out.say(`${what}${state}`);
    },
    end() {
      if (shown && out.terminal) out.talk(CLEAR_LINE);
    },
  };
}

function left(share: number, elapsedMs: number): string {
  if (share < 0.01) return 'time left not known yet';
  return `${duration((elapsedMs * (1 - share)) / share / 1000)} left`;
}

const S_PER_MIN = 60;
const MIN_PER_H = 60;

/** A time in words that a glance takes in. */
export function duration(seconds: number): string {
  if (seconds < S_PER_MIN) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / S_PER_MIN);
  return minutes < MIN_PER_H
    ? `${minutes} min`
    : `${Math.floor(minutes / MIN_PER_H)} h ${minutes % MIN_PER_H} min`;
}
