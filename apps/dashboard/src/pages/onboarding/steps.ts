import type { Bends } from '@plumbline/contract';
import type { Session } from '../../live/live-model.ts';

export const STEPS = ['find', 'clip', 'walk', 'bend'] as const;
export type Step = (typeof STEPS)[number];
export type StepState = 'done' | 'now' | 'later';

/** What the steps go by. */
export interface SetupFacts {
  readonly session: Pick<Session, 'connection' | 'mounting'> | null;
  /** Points with an angle or without have come in the last seconds. */
  readonly samples: boolean;
  /** Where the guided bends stand; null: not known yet. */
  readonly bends: Pick<Bends, 'phase'> | null;
}

/** How far setting up has come: the first step that is not done is the one to do. */
export function stepStates(facts: SetupFacts): Readonly<Record<Step, StepState>> {
  const done = {
    find: isFound(facts),
    clip: facts.samples,
    walk: isUprightKnown(facts),
    bend: isBent(facts),
  };
  const now = STEPS.find((step) => !done[step]);
  const stateOf = (step: Step): StepState => (done[step] ? 'done' : step === now ? 'now' : 'later');
  return { find: stateOf('find'), clip: stateOf('clip'), walk: stateOf('walk'), bend: stateOf('bend') };
}

export function isComplete(states: Readonly<Record<Step, StepState>>): boolean {
  return STEPS.every((step) => states[step] === 'done');
}

/** By bends, steps, an earlier day or as stated; how one sits is only a guess. Then nobody has to bend. */
export function isForwardKnown({ session }: Pick<SetupFacts, 'session'>): boolean {
  const forward = session?.mounting.forward ?? null;
  return forward !== null && forward !== 'sitting';
}

function isFound({ session, samples }: SetupFacts): boolean {
  return samples || (session?.connection.sensor ?? null) !== null;
}

function isUprightKnown({ session }: SetupFacts): boolean {
  return (session?.mounting.reference ?? null) !== null;
}

/** While a test goes on it is what there is to do, whatever was known before. */
function isBent(facts: SetupFacts): boolean {
  const phase = facts.bends?.phase ?? 'none';
  if (phase === 'stand_still' || phase === 'bend') return false;
  return phase === 'accepted' || isForwardKnown(facts);
}
