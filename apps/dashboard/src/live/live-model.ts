import type {
  LiveConnection,
  LivePosture,
  LiveServerMessage,
  LiveState,
  LiveUpdate,
} from '@plumbline/contract';
import { applyBoutRevision, type Bout } from '@plumbline/core';
import { nextOffsetUs } from './server-clock.ts';

/** The page's own connection to the server, as opposed to the sensor's. */
export type Link =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'open' }
  | { readonly phase: 'lost'; readonly retryAtMs: number }
  | { readonly phase: 'suspended' };

/** What stands in the way of understanding the server. */
export type Problem =
  | { readonly kind: 'version'; readonly server: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly remedy: string }
  | { readonly kind: 'unreadable'; readonly field: string };

/** What the server last said, without the traces (see TraceRing). */
export interface Session {
  readonly timeZone: string;
  readonly connection: LiveConnection;
  readonly posture: LivePosture | null;
  readonly mounting: LiveState['mounting'];
  readonly day: { readonly startUs: number; readonly endUs: number; readonly bouts: readonly Bout[] };
}

export interface LiveModel {
  readonly link: Link;
  readonly problem: Problem | null;
  readonly session: Session | null;
  /** Add to the page's clock in microseconds to get the server's; null before the first message. */
  readonly offsetUs: number | null;
  /** Updates the server left out for this page since it was opened. */
  readonly skipped: number;
}

export type LiveEvent =
  | { readonly type: 'connecting' }
  | { readonly type: 'opened' }
  | { readonly type: 'lost'; readonly retryAtMs: number }
  | { readonly type: 'suspended' }
  | { readonly type: 'message'; readonly message: LiveServerMessage; readonly atMs: number }
  | { readonly type: 'problem'; readonly problem: Problem };

export const INITIAL_MODEL: LiveModel = {
  link: { phase: 'connecting' },
  problem: null,
  session: null,
  offsetUs: null,
  skipped: 0,
};

/** Everything but the traces; pure. */
export function reduceLive(model: LiveModel, event: LiveEvent): LiveModel {
  switch (event.type) {
    case 'connecting':
      return { ...model, link: { phase: 'connecting' } };
    case 'opened':
      return { ...model, link: { phase: 'open' } };
    case 'lost':
      return { ...model, link: { phase: 'lost', retryAtMs: event.retryAtMs } };
    case 'suspended':
      return { ...model, link: { phase: 'suspended' } };
    case 'problem':
      return { ...model, problem: event.problem };
    case 'message':
      return reduceMessage(model, event.message, event.atMs);
  }
}

function reduceMessage(model: LiveModel, message: LiveServerMessage, atMs: number): LiveModel {
  if (message.type === 'error') {
    return { ...model, problem: { kind: 'refused', reason: message.reason, remedy: message.remedy } };
  }
  const offsetUs = nextOffsetUs(model.offsetUs, message.serverUs, atMs);
  if (message.type === 'state') return { ...model, offsetUs, problem: null, session: sessionOf(message) };
  // An update without a state before it has nothing to change.
  if (!model.session) return { ...model, offsetUs };
  const skipped = model.skipped + (message.skipped ?? 0);
  return { ...model, offsetUs, skipped, session: updateSession(model.session, message) };
}

function sessionOf(state: LiveState): Session {
  const { timeZone, connection, posture, mounting, day } = state;
  return { timeZone, connection, posture, mounting, day };
}

function updateSession(session: Session, update: LiveUpdate): Session {
  const { connection, posture, mounting, bouts } = update;
  return {
    ...session,
    connection: connection ?? session.connection,
    posture: posture ?? session.posture,
    mounting: mounting ?? session.mounting,
    day: bouts ? { ...session.day, bouts: applyBoutRevision(session.day.bouts, bouts) } : session.day,
  };
}
