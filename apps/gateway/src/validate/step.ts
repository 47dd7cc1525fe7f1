import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@plumbline/core/validation';

/** Tells what is being worked on (null: the same as before), lets signals in, and ends the work when it was stopped. */
export type Step = (what: string | null) => Promise<void>;

/** Work that is divided into steps, with signals let in between them. */
export async function inSteps<T>(steps: Steps<T>, step: Step): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await step(null);
  }
}

export function stepper(say: (line: string) => void, stop: AbortSignal): Step {
  return async (what) => {
    if (what !== null) say(what);
    await setImmediate();
    stop.throwIfAborted();
  };
}
