import { setImmediate } from 'node:timers/promises';

/** Tells what is being worked on, lets signals in, and ends the work when it was stopped. */
export type Step = (what: string) => Promise<void>;

export function stepper(say: (line: string) => void, stop: AbortSignal): Step {
  return async (what) => {
    say(what);
    await setImmediate();
    stop.throwIfAborted();
  };
}
