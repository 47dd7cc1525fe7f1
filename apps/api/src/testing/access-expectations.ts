import type { Role, Scope } from '@plumbline/contract';

/**
 * What the rules in `access/rules.ts` must not go beyond, said a second time and from the other side: from what an
 * answer tells. A rule that lets in more, or asks for another scope, is found by the access matrix.
 */

type Audience = 'anyone' | readonly Role[];

const EVERYONE: Audience = ['wearer', 'therapist', 'researcher', 'operator'];
const VIEWERS: Audience = ['wearer', 'therapist', 'researcher'];
/** Who may see something of a body at all. */
export const BODY: readonly Role[] = ['wearer', 'therapist'];
const SUMMARY: readonly Scope[] = ['summary'];
const DETAIL: readonly Scope[] = ['detail'];
const RAW: readonly Scope[] = ['raw'];
const DIARY: readonly Scope[] = ['diary'];

/**
 * Of each schema that tells of a body: the scopes under which it may be told. Operators never get any, and researchers
 * none but in exports of a study.
 */
export const OPENED_BY: Readonly<Record<string, readonly Scope[]>> = {
  Alert: SUMMARY,
  Algorithms: SUMMARY,
  Day: SUMMARY,
  DayVersion: SUMMARY,
  Minutes: SUMMARY,
  NudgeSettings: SUMMARY,
  Plan: ['summary', 'diary'],
  PlanSettings: ['summary', 'diary'],
  Trends: SUMMARY,
  Week: SUMMARY,
  BoutPage: DETAIL,
  BreakCredit: DETAIL,
  CalibrationEntry: DETAIL,
  LoadNow: DETAIL,
  LoadPage: DETAIL,
  NudgeDecision: DETAIL,
  NudgeLog: DETAIL,
  RotationBalance: DETAIL,
  RotationEvent: DETAIL,
  RotationPage: DETAIL,
  Today: DETAIL,
  // Parts of several answers.
  Bout: ['detail', 'live'],
  LivePosture: ['detail', 'live'],
  Measure: ['summary', 'detail'],
  Samples: RAW,
  Stream: RAW,
  StreamDigest: RAW,
  Label: DIARY,
  Note: DIARY,
  // Without `detail` it tells how many ratings there are, and nothing of the load.
  Discomfort: DIARY,
};

/** Of each other schema: who may get it at most. */
export const TOLD_TO: Readonly<Record<string, Audience>> = {
  AuditEntry: ['wearer', 'operator'],
  // Guided movements of one's own, while they last.
  Bends: ['wearer'],
  ConnectedGateway: ['wearer', 'operator'],
  Consent: VIEWERS,
  CreatedToken: EVERYONE,
  Deletion: EVERYONE,
  Demo: 'anyone',
  Device: ['wearer', 'operator'],
  DictionaryTable: VIEWERS,
  GatewayStatus: ['wearer', 'operator'],
  Health: 'anyone',
  HeardSensor: ['wearer', 'operator'],
  Me: EVERYONE,
  NearbySensor: ['wearer'],
  // Each wearer in it is there by a consent of theirs: row level security picks them.
  OverviewEntry: ['therapist', 'researcher'],
  Paired: 'anyone',
  PairingCode: ['wearer'],
  // Pseudonyms alone.
  Participant: ['researcher'],
  Person: ['operator'],
  Problem: 'anyone',
  Ready: 'anyone',
  RecoveryCode: ['operator'],
  Retention: EVERYONE,
  SensorStatus: ['wearer', 'operator'],
  Status: ['wearer', 'operator'],
  Study: ['wearer', 'researcher', 'operator'],
  StudyStream: ['researcher'],
  System: ['operator'],
  Therapist: ['wearer'],
  Token: EVERYONE,
  VisibleWearer: VIEWERS,
};

/** Orders of one's own, which name the wearer they are about and are checked again when they are carried out. */
export const OWN_ORDERS = [
  'DayComparison',
  'Export',
  'ExportEstimate',
  'Import',
  'Job',
  'NewExport',
  'NewJob',
  'NewStudyExport',
];

/** Routes whose answers are no JSON. */
export const NOT_JSON: Readonly<Record<string, Audience>> = {
  'GET /*': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /metrics': ['operator'],
  'GET /v1/exports/:id/files/:name': VIEWERS,
  'GET /v1/account/record': ['wearer'],
};

interface Change {
  readonly who: Audience;
  readonly of?: Scope;
  /** Programs may do it too. */
  readonly tokens?: true;
}

const WEARER: Change = { who: ['wearer'] };
const OPERATOR: Change = { who: ['operator'] };
const SELF: Change = { who: EVERYONE };
const PROOF: Change = { who: 'anyone' };
const SAID: Change = { who: BODY, of: 'diary', tokens: true };
const ORDER: Change = { who: VIEWERS, tokens: true };

/** Every request that changes something: who may at most, under which scope, and whether a token is enough. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'POST /v1/setup': PROOF,
  'POST /v1/session': PROOF,
  'POST /v1/demo/session': PROOF,
  'POST /v1/account/recovery': PROOF,
  'POST /v1/pair': PROOF,
  'DELETE /v1/session': SELF,
  'PUT /v1/account/password': SELF,
  'POST /v1/tokens': SELF,
  'DELETE /v1/tokens/:id': SELF,
  'POST /v1/people': OPERATOR,
  'PATCH /v1/people/:id': OPERATOR,
  'POST /v1/people/:id/recovery-codes': OPERATOR,
  'POST /v1/studies': OPERATOR,
  'PATCH /v1/studies/:id': OPERATOR,
  'PUT /v1/retention': OPERATOR,
  'POST /v1/consents': WEARER,
  'DELETE /v1/consents/:id': WEARER,
  'POST /v1/deletions': SELF,
  'POST /v1/pairing-codes': WEARER,
  'POST /v1/bends': WEARER,
  'POST /v1/bends/finish': WEARER,
  'DELETE /v1/bends': WEARER,
  'POST /v1/imports': { who: ['wearer'], of: 'raw', tokens: true },
  'DELETE /v1/imports/:id': { who: ['wearer'], tokens: true },
  'PUT /v1/nudges/settings': WEARER,
  'POST /v1/nudges/events': WEARER,
  'POST /v1/nudges/alerts': WEARER,
  'PATCH /v1/nudges/alerts/:id': WEARER,
  'PATCH /v1/devices/:id': { who: ['wearer', 'operator'] },
  'DELETE /v1/devices/:id': { who: ['wearer', 'operator'] },
  'PUT /v1/devices/:id': { who: ['wearer', 'operator'] },
  'POST /v1/labels': SAID,
  'DELETE /v1/labels/:id': SAID,
  'POST /v1/notes': SAID,
  'PATCH /v1/notes/:id': SAID,
  'DELETE /v1/notes/:id': SAID,
  'PUT /v1/plan': SAID,
  'POST /v1/exports': { who: BODY, of: 'detail', tokens: true },
  'POST /v1/exports/estimates': { who: BODY, of: 'detail', tokens: true },
  'DELETE /v1/exports/:id': ORDER,
  'POST /v1/studies/:id/exports': { who: ['researcher'], tokens: true },
  'POST /v1/studies/:id/export-estimates': { who: ['researcher'], tokens: true },
  'POST /v1/jobs': { who: BODY, of: 'raw', tokens: true },
  'DELETE /v1/jobs/:id': ORDER,
};
