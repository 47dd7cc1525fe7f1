import { z } from 'zod';
import { saidUsSchema } from './parts.ts';

/** People, what they may see of each other, and how they prove who they are. */

export const ROLES = ['wearer', 'therapist', 'researcher', 'operator'] as const;
export type Role = (typeof ROLES)[number];
export const roleSchema = z.enum(ROLES);

/**
 * What a consent or a token opens. summary: minutes, days and trends; detail: bouts, seconds, rotations and load; raw:
 * samples; live: the live picture; diary: notes, labels and answers.
 */
export const SCOPES = ['summary', 'detail', 'raw', 'live', 'diary'] as const;
export type Scope = (typeof SCOPES)[number];
export const scopeSchema = z.enum(SCOPES);

const tUs = z.number().int().describe('microseconds since the epoch, UTC');
const futureUs = saidUsSchema.positive();
const MAX_NAME = 100;
const MAX_LOGIN = 200;
const MIN_PASSWORD = 10;
/** Argon2 reads all of it: a bound keeps a request from costing more than its share. */
const MAX_PASSWORD = 200;

const nameSchema = z.string().trim().min(1).max(MAX_NAME);
const loginSchema = z.string().trim().min(3).max(MAX_LOGIN);
export const passwordSchema = z
  .string()
  .min(MIN_PASSWORD, `Choose a password of at least ${MIN_PASSWORD} characters.`)
  .max(MAX_PASSWORD, `Choose a password of at most ${MAX_PASSWORD} characters.`);

/** `wearer` in a query: whose data. Without it, one's own. */
export const wearerQuerySchema = z
  .union([z.literal('me'), z.uuid()], 'Give me, or the id of a wearer as in GET /v1/wearers.')
  .optional();

/** GET /v1/session: who is asking. */
export const meSchema = z
  .object({
    person: z.uuid(),
    name: z.string(),
    roles: z.array(roleSchema),
    wearer: z.uuid().nullable().describe('null: no sensor is worn under this account'),
    via: z.enum(['local', 'session', 'token']),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;

/** POST /v1/session */
export const signInSchema = z.object({ login: loginSchema, password: z.string().min(1).max(MAX_PASSWORD) });
export type SignIn = z.infer<typeof signInSchema>;

/** POST /v1/setup: the first account, with the code that the API said when it started. */
export const setupSchema = z.object({
  code: z.string(),
  name: nameSchema,
  login: loginSchema,
  password: passwordSchema,
});
export type Setup = z.infer<typeof setupSchema>;

/** PUT /v1/account/password: ends every other session of the account. */
export const passwordChangeSchema = z.object({
  current: z.string().min(1).max(MAX_PASSWORD),
  next: passwordSchema,
  revokeTokens: z
    .boolean()
    .default(false)
    .describe('also the tokens of programs; those of gateways stay, so that nothing measured waits'),
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;
/** As it is asked for. */
export type WantedPassword = z.input<typeof passwordChangeSchema>;

/** POST /v1/people/{id}/recovery-codes: for somebody who cannot sign in any more; told this once. */
export const recoveryCodeSchema = z.object({ code: z.string(), expiresUs: tUs }).meta({ id: 'RecoveryCode' });
export type RecoveryCode = z.infer<typeof recoveryCodeSchema>;

/** POST /v1/account/recovery: a new password for a recovery code, which works once; ends every session of the account. */
export const recoverySchema = z.object({ code: z.string().max(MAX_NAME), next: passwordSchema });
export type Recovery = z.infer<typeof recoverySchema>;

export const personSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    roles: z.array(roleSchema),
    login: z.string().nullable(),
    disabledUs: tUs.nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof personSchema>;

/** POST /v1/people: an account for somebody; they change the password at their first visit. */
export const newPersonSchema = z.object({
  name: nameSchema,
  login: loginSchema,
  password: passwordSchema,
  roles: z.array(roleSchema).min(1),
});
export type NewPerson = z.infer<typeof newPersonSchema>;

/** PATCH /v1/people/{id} */
export const personChangeSchema = z.object({ disabled: z.boolean() });
export type PersonChange = z.infer<typeof personChangeSchema>;

/** GET /v1/therapists: whom a wearer may let in. */
export const therapistSchema = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Therapist' });
export type Therapist = z.infer<typeof therapistSchema>;

/** GET /v1/wearers: of whom one may see something now, and what. A study knows pseudonyms alone. */
export const visibleWearerSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    own: z.boolean(),
    scopes: z.array(scopeSchema),
    untilUs: tUs.nullable().describe('when the last consent ends; null for oneself'),
  })
  .meta({ id: 'VisibleWearer' });
export type VisibleWearer = z.infer<typeof visibleWearerSchema>;

export const consentSchema = z
  .object({
    id: z.uuid(),
    wearer: z.uuid(),
    grantee: z.object({ kind: z.enum(['person', 'study']), id: z.uuid(), name: z.string() }),
    purpose: z.string(),
    scopes: z.array(scopeSchema),
    fromUs: tUs,
    untilUs: tUs,
    givenUs: tUs,
    withdrawnUs: tUs.nullable(),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof consentSchema>;

const MAX_PURPOSE = 500;
/** POST /v1/consents */
export const newConsentSchema = z.object({
  grantee: z.object({ kind: z.enum(['person', 'study']), id: z.uuid() }),
  purpose: z.string().trim().min(1).max(MAX_PURPOSE),
  scopes: z.array(scopeSchema).min(1),
  fromUs: futureUs.optional().describe('now without it'),
  untilUs: futureUs,
});
export type NewConsent = z.infer<typeof newConsentSchema>;

export const tokenSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['personal', 'gateway']),
    name: z.string(),
    scopes: z.array(z.string()),
    createdUs: tUs,
    expiresUs: tUs,
    usedUs: tUs.nullable(),
    revokedUs: tUs.nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof tokenSchema>;

const MAX_TOKEN_DAYS = 730;
/** POST /v1/tokens: a personal token, or one for a gateway that stores data of oneself. */
export const newTokenSchema = z.object({
  kind: z.enum(['personal', 'gateway']).default('personal'),
  name: nameSchema,
  scopes: z
    .array(scopeSchema)
    .default([...SCOPES])
    .describe('of a personal token'),
  days: z.number().int().min(1).max(MAX_TOKEN_DAYS),
});
export type NewToken = z.infer<typeof newTokenSchema>;

/** The secret is told this once. */
export const createdTokenSchema = tokenSchema.extend({ secret: z.string() }).meta({ id: 'CreatedToken' });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

/** POST /v1/pairing-codes: to be typed into a gateway within minutes; it works once. */
export const pairingCodeSchema = z.object({ code: z.string(), expiresUs: tUs }).meta({ id: 'PairingCode' });
export type PairingCode = z.infer<typeof pairingCodeSchema>;

/** POST /v1/pair, by a gateway. */
export const pairSchema = z.object({ code: z.string().max(MAX_NAME), name: nameSchema });
export type Pair = z.infer<typeof pairSchema>;
export const pairedSchema = z.object({ secret: z.string(), expiresUs: tUs }).meta({ id: 'Paired' });
export type Paired = z.infer<typeof pairedSchema>;

/** GET /v1/audit: the latest first. */
export const auditEntrySchema = z
  .object({
    id: z.string().describe('for `before`: the page of those that came earlier'),
    atUs: tUs,
    actor: z.string().nullable().describe('name; null: the person is gone'),
    own: z.boolean().describe('the one who asks did it'),
    action: z.string(),
    scope: scopeSchema.nullable().describe('what kind of data was looked at; null: none'),
    wearer: z.uuid().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const MAX_AUDIT = 500;
const AUDIT_PAGE = 200;
/** Of GET /v1/audit. */
export const auditQuerySchema = {
  before: z
    .string()
    .regex(/^\d{1,18}$/, 'Give the id of an entry.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(MAX_AUDIT).default(AUDIT_PAGE),
  about: z.enum(['me', 'all']).default('all'),
};
export type AuditQuery = {
  readonly [K in keyof typeof auditQuerySchema]: z.infer<(typeof auditQuerySchema)[K]>;
};

/** POST /v1/deletions: a span of one's own data, or oneself with everything. */
export const newDeletionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('range'), fromUs: saidUsSchema, untilUs: futureUs }),
  z.object({ kind: z.literal('person'), confirm: z.literal('delete everything') }),
]);
export type NewDeletion = z.infer<typeof newDeletionSchema>;

/** What was removed: rows by table, and files of exports. */
export const deletionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['range', 'person']),
    fromUs: tUs.nullable(),
    untilUs: tUs.nullable(),
    requestedUs: tUs,
    removed: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'Deletion' });
export type Deletion = z.infer<typeof deletionSchema>;

const MOST_DAYS = 36_500;
const days = z.number().int().min(1).max(MOST_DAYS).nullable();
/** GET and PUT /v1/retention: how many days samples and values by the second are kept; null: for good. */
export const retentionSchema = z.object({ rawDays: days, secondDays: days }).meta({ id: 'Retention' });
export type Retention = z.infer<typeof retentionSchema>;

/** GET /v1/studies: what a wearer may take part in, and what a researcher works on. */
export const studySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    purpose: z.string(),
    member: z.boolean().describe('one works on it as a researcher'),
    participants: z.number().int().describe('as far as one may know: a wearer sees 0 or 1'),
    closedUs: tUs.nullable(),
  })
  .meta({ id: 'Study' });
export type Study = z.infer<typeof studySchema>;

/** POST /v1/studies */
export const newStudySchema = z.object({
  name: nameSchema,
  purpose: z.string().trim().min(1).max(MAX_PURPOSE),
  members: z.array(z.uuid()).describe('the researchers who work on it, as in GET /v1/people'),
});
export type NewStudy = z.infer<typeof newStudySchema>;

/** PATCH /v1/studies/{id}: a closed study sees nothing any more. */
export const studyChangeSchema = z.object({ closed: z.literal(true) });
export type StudyChange = z.infer<typeof studyChangeSchema>;
