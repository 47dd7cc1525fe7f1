import { LABEL_STATES, NUDGE_PARAMS } from '@plumbline/core';
import { z } from 'zod';
import { nudgeDecisionSchema } from './events.ts';
import { dateSchema, saidUsSchema, timeUsSchema } from './parts.ts';

/** What people say: corrections, notes, how they feel, and how they want to be reminded. */

const MAX_TEXT = 4_000;

/** POST /v1/labels: "I was standing". The span is analysed again with it. */
export const newLabelSchema = z.object({
  fromUs: saidUsSchema,
  untilUs: saidUsSchema,
  state: z.enum(LABEL_STATES),
});
export type NewLabel = z.infer<typeof newLabelSchema>;

export const labelSchema = newLabelSchema
  .extend({
    id: z.uuid(),
    createdUs: timeUsSchema,
    withdrawnUs: timeUsSchema.nullable(),
    own: z.boolean().describe('said by the one who asks'),
    waiting: z.boolean().describe('the span is still to be analysed again'),
  })
  .meta({ id: 'Label' });
export type Label = z.infer<typeof labelSchema>;

const MOST_DISCOMFORT = 10;
const note = { atUs: saidUsSchema, text: z.string().trim().max(MAX_TEXT) };

/** POST /v1/notes. response_24h: how the day before is felt today; discomfort: CR-10. */
export const newNoteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('note'), atUs: note.atUs, text: note.text.min(1) }),
  z.object({ kind: z.literal('marker'), atUs: note.atUs, text: note.text.default('') }),
  z.object({ kind: z.literal('response_24h'), atUs: note.atUs, text: z.enum(['better', 'same', 'worse']) }),
  z.object({
    kind: z.literal('discomfort'),
    atUs: note.atUs,
    value: z.number().min(0).max(MOST_DISCOMFORT),
    text: note.text.default(''),
  }),
]);
export type NewNote = z.infer<typeof newNoteSchema>;

/** PATCH /v1/notes/{id} */
export const noteChangeSchema = z.object({ text: note.text, atUs: note.atUs.optional() });
export type NoteChange = z.infer<typeof noteChangeSchema>;

export const noteSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['note', 'marker', 'response_24h', 'discomfort']),
    atUs: timeUsSchema,
    text: z.string(),
    value: z.number().nullable(),
    own: z.boolean().describe('written by the one who asks'),
    changedUs: timeUsSchema,
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof noteSchema>;

const MIN_PER_DAY = 24 * 60;
const MIN_LIMIT_S = 10 * 60;
const MAX_LIMIT_S = 4 * 3600;
const MAX_CAP = 20;
const MAX_QUIET = 8;
const NUDGE_CHANNELS = ['page', 'desktop', 'none'] as const;
const minuteSchema = z.number().int().min(0).max(MIN_PER_DAY);
const hoursSchema = z.object({ fromMin: minuteSchema, toMin: minuteSchema });

/** GET and PUT /v1/nudges/settings. Minutes are those of the wearer's day. */
export const nudgeSettingsSchema = z
  .object({
    limitS: z.number().int().min(MIN_LIMIT_S).max(MAX_LIMIT_S).default(NUDGE_PARAMS.limitS),
    dailyCap: z.number().int().min(0).max(MAX_CAP).default(NUDGE_PARAMS.dailyCap),
    activeHours: hoursSchema.default(NUDGE_PARAMS.activeHours),
    quietHours: z.array(hoursSchema).max(MAX_QUIET).default([]),
    channel: z
      .enum(NUDGE_CHANNELS)
      .default('page')
      .describe('page: on the open page alone; desktop: a notification too; none: nothing is shown'),
    tone: z.enum(['gentle', 'short']).default('gentle').describe('how it is worded'),
  })
  .meta({ id: 'NudgeSettings' });
export type NudgeSettings = z.infer<typeof nudgeSettingsSchema>;

const MAX_SNOOZE_MIN = 8 * 60;
/** POST /v1/nudges/events: what the wearer wants now. */
export const nudgeWishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snooze'), minutes: z.number().min(1).max(MAX_SNOOZE_MIN) }),
  z.object({ kind: z.literal('pause'), untilUs: saidUsSchema.nullable() }),
  z.object({ kind: z.literal('stop_today') }),
  z.object({ kind: z.literal('resume') }),
]);
export type NudgeWish = z.infer<typeof nudgeWishSchema>;

/** GET /v1/nudges/{date}: each suggestion of the day, and each change of why there was none. */
export const nudgeLogSchema = z
  .object({
    date: dateSchema,
    algorithm: z.string(),
    suggestions: z.number().int(),
    log: z.array(nudgeDecisionSchema),
    reason: z.string().nullable().describe('why there is nothing'),
  })
  .meta({ id: 'NudgeLog' });
export type NudgeLog = z.infer<typeof nudgeLogSchema>;

const ALERT_ANSWERS = ['taken', 'later', 'not_now', 'does_not_fit'] as const;
const MAX_REASON = 200;

/** POST /v1/nudges/alerts: a suggestion was shown. Said again for the same moment, it is the same one. */
export const newAlertSchema = z.object({
  raisedUs: saidUsSchema.describe('`tUs` of the decision'),
  kind: z.enum(['break']).default('break'),
  reason: z.string().trim().min(1).max(MAX_REASON).describe('why, as it was shown'),
  channel: z.enum(NUDGE_CHANNELS).exclude(['none']),
});
export type NewAlert = z.infer<typeof newAlertSchema>;

/** GET /v1/nudges/alerts: the suggestions that were shown, and what the wearer said to them; the latest first. */
export const alertSchema = z
  .object({
    id: z.uuid(),
    raisedUs: timeUsSchema,
    kind: z.string(),
    reason: z.string(),
    channel: z.string(),
    answeredUs: timeUsSchema.nullable(),
    answer: z.enum(ALERT_ANSWERS).nullable(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

/** PATCH /v1/nudges/alerts/{id} */
export const alertAnswerSchema = z.object({ answer: z.enum(ALERT_ANSWERS) });
export type AlertAnswer = z.infer<typeof alertAnswerSchema>;
