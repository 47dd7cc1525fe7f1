import type { Role, Scope } from '@plumbline/contract';

/** Who may use a route. A route without a rule is closed to everyone, and a test fails. */
export interface Rule {
  /** `anyone`: without proving who they are. Otherwise one of these roles. */
  readonly who: 'anyone' | readonly Role[];
  /** The route tells of a wearer (`?wearer=`, oneself without it) and needs this scope of theirs. */
  readonly of: Scope | null;
  /** Personal tokens may use it too. */
  readonly tokens: boolean;
  /** Guessing is worth while here: only a few tries. */
  readonly guarded: boolean;
}

const EVERYONE: readonly Role[] = ['wearer', 'therapist', 'researcher', 'operator'];
const VIEWERS: readonly Role[] = ['wearer', 'therapist', 'researcher'];

const open: Rule = { who: 'anyone', of: null, tokens: false, guarded: false };
const proof: Rule = { ...open, guarded: true };
/** About oneself, in the browser alone: a stolen token must not make more tokens. */
const own = (...who: readonly Role[]): Rule => ({ who, of: null, tokens: false, guarded: false });
const read = (...who: readonly Role[]): Rule => ({ who, of: null, tokens: true, guarded: false });
/**
 * Data of a wearer. Whoever is not the wearer needs a consent, and is written into the audit log. Researchers see none of
 * it: they take data away in the name of a study, under pseudonyms and with moved dates.
 */
const data = (of: Scope): Rule => ({ who: ['wearer', 'therapist'], of, tokens: true, guarded: false });

/** `METHOD /path` as it is registered. */
export const RULES: Readonly<Record<string, Rule>> = {
  'GET /health': open,
  'GET /ready': open,
  'GET /openapi.json': open,
  'GET /metrics': read('operator'),
  'GET /*': open,

  'POST /v1/setup': proof,
  'POST /v1/session': proof,
  'GET /v1/session': read(...EVERYONE),
  'DELETE /v1/session': own(...EVERYONE),
  'GET /v1/demo': open,
  'POST /v1/demo/session': proof,
  'PUT /v1/account/password': { ...own(...EVERYONE), guarded: true },
  'POST /v1/account/recovery': proof,
  'GET /v1/account/record': { ...own('wearer'), guarded: true },
  'POST /v1/people/:id/recovery-codes': { ...own('operator'), guarded: true },
  'GET /v1/people': own('operator'),
  'POST /v1/people': own('operator'),
  'PATCH /v1/people/:id': own('operator'),

  'GET /v1/wearers': read(...VIEWERS),
  'GET /v1/therapists': own('wearer'),
  'GET /v1/consents': own(...VIEWERS),
  'POST /v1/consents': own('wearer'),
  'DELETE /v1/consents/:id': own('wearer'),
  'GET /v1/studies': read('wearer', 'researcher', 'operator'),
  'POST /v1/studies': own('operator'),
  'PATCH /v1/studies/:id': own('operator'),
  'GET /v1/studies/:id/participants': read('researcher'),
  'GET /v1/studies/:id/streams': read('researcher'),
  'POST /v1/studies/:id/exports': read('researcher'),
  'POST /v1/studies/:id/export-estimates': read('researcher'),
  'GET /v1/audit': own('wearer', 'operator'),
  'GET /v1/deletions': own('wearer'),
  'POST /v1/deletions': own(...EVERYONE),

  'GET /v1/tokens': own(...EVERYONE),
  'POST /v1/tokens': own(...EVERYONE),
  'DELETE /v1/tokens/:id': own(...EVERYONE),
  'POST /v1/pairing-codes': own('wearer'),
  'POST /v1/pair': proof,

  'GET /v1/retention': read(...EVERYONE),
  'PUT /v1/retention': own('operator'),
  'GET /v1/status': read('wearer', 'operator'),
  'GET /v1/today': data('detail'),
  'GET /v1/days/:date': data('summary'),
  'GET /v1/days/:date/minutes': data('summary'),
  'GET /v1/days/:date/versions': data('summary'),
  'GET /v1/weeks/:date': data('summary'),
  'GET /v1/trends': data('summary'),
  'GET /v1/bouts': data('detail'),
  'GET /v1/rotations': data('detail'),
  'GET /v1/load': data('detail'),
  'GET /v1/system': read('operator'),
  'GET /v1/devices': read('wearer', 'operator'),
  'GET /v1/devices/near': own('wearer'),
  'PATCH /v1/devices/:id': own('wearer', 'operator'),
  'DELETE /v1/devices/:id': own('wearer', 'operator'),
  'PUT /v1/devices/:id': own('wearer', 'operator'),
  'GET /v1/overview': read('therapist'),
  'GET /v1/labels': data('diary'),
  'POST /v1/labels': data('diary'),
  'DELETE /v1/labels/:id': data('diary'),
  'GET /v1/notes': data('diary'),
  'POST /v1/notes': data('diary'),
  'PATCH /v1/notes/:id': data('diary'),
  'DELETE /v1/notes/:id': data('diary'),
  // Of what was said; the load beside it asks for `detail` too.
  'GET /v1/discomfort': data('diary'),
  'GET /v1/plan': data('summary'),
  // The wearer, or a therapist to whom the diary is open.
  'PUT /v1/plan': { ...data('diary'), who: ['wearer', 'therapist'] },
  'GET /v1/nudges/settings': data('summary'),
  'PUT /v1/nudges/settings': own('wearer'),
  'POST /v1/nudges/events': own('wearer'),
  'GET /v1/nudges/alerts': data('summary'),
  'POST /v1/nudges/alerts': own('wearer'),
  'PATCH /v1/nudges/alerts/:id': own('wearer'),
  'GET /v1/nudges/:date': data('detail'),
  'GET /v1/samples': data('raw'),
  'GET /v1/data-dictionary': read(...VIEWERS),
  'GET /v1/exports': read(...VIEWERS),
  // Each table asks for its own scope beside this one.
  'POST /v1/exports': data('detail'),
  'POST /v1/exports/estimates': data('detail'),
  'GET /v1/exports/:id': read(...VIEWERS),
  'DELETE /v1/exports/:id': read(...VIEWERS),
  'GET /v1/exports/:id/files/:name': read(...VIEWERS),
  'GET /v1/algorithms': data('summary'),
  'GET /v1/jobs': read(...VIEWERS),
  // Its answer asks for `summary` beside this one.
  'POST /v1/jobs': data('raw'),
  'GET /v1/jobs/:id': read(...VIEWERS),
  'DELETE /v1/jobs/:id': read(...VIEWERS),
  'GET /v1/jobs/:id/days': read(...VIEWERS),
  'GET /v1/bends': own('wearer'),
  'POST /v1/bends': own('wearer'),
  'POST /v1/bends/finish': own('wearer'),
  'DELETE /v1/bends': own('wearer'),
  'GET /v1/calibrations': data('detail'),
  'GET /v1/imports': read('wearer'),
  'GET /v1/imports/:id': read('wearer'),
  'POST /v1/imports': { ...data('raw'), who: ['wearer'] },
  'DELETE /v1/imports/:id': read('wearer'),
  'GET /v1/streams': data('raw'),
  'GET /v1/streams/:id/digest': data('raw'),
};

/** Messages of the live websocket. */
export const LIVE_RULES: Readonly<Record<'subscribe', Rule>> = {
  subscribe: data('live'),
};

/** HEAD answers as GET does, without the body. */
export function ruleFor(method: string, path: string): Rule | null {
  return RULES[`${method === 'HEAD' ? 'GET' : method} ${path}`] ?? null;
}
