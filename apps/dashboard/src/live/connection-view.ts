import type { LiveConnection } from '@plumbline/contract';
import { LIVE_PROTOCOL } from '@plumbline/contract';
import { formats, t } from '../locales/t.ts';
import type { LiveModel, Problem } from './live-model.ts';
import { saidWords } from './said.ts';
import { sampleAgeS } from './time.ts';

/** Without samples for this long, "live" would be a lie even if the server has not said so yet. */
export const DELAYED_AFTER_S = 2.5;
/** Ages below this are "just now". */
const JUST_NOW_S = 2;
/** A posture this old may still be called the present one. */
const CURRENT_UP_TO_S = 10;

export type ConnectionKind =
  | LiveConnection['state']
  | 'connecting'
  | 'lost'
  | 'suspended'
  | 'version'
  | 'refused';

/** The connection in words: what the chip says and why. */
export interface ConnectionView {
  readonly kind: ConnectionKind;
  readonly label: string;
  readonly reason: string;
  readonly age: string;
  /** What is shown is from now, or as good as. */
  readonly current: boolean;
}

/** Whether what the last sample told may be called now; else it is of when that came. */
export function isCurrent(model: LiveModel, atMs: number): boolean {
  return connectionView(model, atMs).current;
}

export function connectionView(model: LiveModel, atMs: number): ConnectionView {
  const ageS = sampleAgeS(model, atMs);
  const kind = connectionKind(model, ageS);
  const duration = formats.duration(ageS ?? 0);
  return {
    kind,
    label: labelOf(kind, ageS, duration),
    reason: reasonOf(kind, model, atMs, duration),
    age: ageText(ageS, duration),
    current: (kind === 'live' || kind === 'delayed') && ageS !== null && ageS <= CURRENT_UP_TO_S,
  };
}

/** A server that says "delayed" while samples come in works off what waited on the gateway. */
function labelOf(kind: ConnectionKind, ageS: number | null, age: string): string {
  const catchingUp = kind === 'delayed' && (ageS ?? 0) < JUST_NOW_S;
  return catchingUp ? t('connection.label.catchingUp') : t(`connection.label.${kind}`, { age });
}

function connectionKind({ link, problem, session }: LiveModel, ageS: number | null): ConnectionKind {
  if (problem && problem.kind !== 'refused') return 'version';
  if (problem) return 'refused';
  if (link.phase === 'lost') return 'lost';
  if (link.phase === 'suspended') return 'suspended';
  if (!session) return 'connecting';
  const { state } = session.connection;
  return state === 'live' && ageS !== null && ageS > DELAYED_AFTER_S ? 'delayed' : state;
}

function reasonOf(kind: ConnectionKind, model: LiveModel, atMs: number, age: string): string {
  if (model.problem) return problemText(model.problem);
  if (kind === 'lost' && model.link.phase === 'lost') return lostText(model.link.retryAtMs - atMs);
  if (kind === 'connecting' || kind === 'suspended') return t(`connection.reason.${kind}`);
  const said = model.session?.connection;
  if (kind === 'delayed' && said?.state === 'live') return t('connection.reason.quiet', { age });
  return saidWords(said?.reason ?? '');
}

function problemText(problem: Problem): string {
  switch (problem.kind) {
    case 'version':
      return t('connection.reason.version', { page: LIVE_PROTOCOL, server: problem.server });
    case 'unreadable':
      return t('connection.reason.unreadable', { field: problem.field });
    case 'refused':
      return `${problem.reason} ${problem.remedy}`;
  }
}

function lostText(retryInMs: number): string {
  if (retryInMs < 1000) return t('connection.reason.lostNow');
  return t('connection.reason.lost', { age: formats.duration(retryInMs / 1000) });
}

function ageText(ageS: number | null, duration: string): string {
  if (ageS === null) return t('connection.ageNone');
  return ageS < JUST_NOW_S ? t('connection.ageNow') : t('connection.age', { age: duration });
}
