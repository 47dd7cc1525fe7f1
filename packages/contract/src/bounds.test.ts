import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { decodeBlock, encodeBlock, MAX_BLOCK_SAMPLES } from './ingest/block-codec.ts';
import { helloSchema } from './ingest/messages.ts';
import { deviceStateSchema, gapSchema, streamOpenSchema } from './ingest/records.ts';
import { liveClientMessageSchema } from './live/messages.ts';
import { newAlertSchema, newNoteSchema, nudgeSettingsSchema, nudgeWishSchema } from './rest/diary.ts';
import { pointsSchema } from './rest/events.ts';
import { importQuerySchema, newExportSchema, newStudyExportSchema } from './rest/exports.ts';
import { deviceChangeSchema, deviceIdSchema } from './rest/fleet.ts';
import { newJobSchema } from './rest/jobs.ts';
import { askedDateSchema, cursorSchema, limitSchema, saidUsSchema, timeUsQuerySchema } from './rest/parts.ts';
import {
  auditQuerySchema,
  newConsentSchema,
  newDeletionSchema,
  newPersonSchema,
  newStudySchema,
  newTokenSchema,
  pairSchema,
  passwordSchema,
  recoverySchema,
  retentionSchema,
  signInSchema,
  wearerQuerySchema,
} from './rest/people.ts';
import { planSettingsSchema } from './rest/plan.ts';

/** What comes from outside is taken up to its bounds and refused beyond them: the last that fits, and the first that does not. */

const ID = crypto.randomUUID();
const long = (length: number): string => 'x'.repeat(length);
const many = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);

/** A whole thing that fits; then field by field what fits at its edges and what does not. */
type Case = readonly [what: string, schema: z.ZodType, fitting: object, fields: Fields];
type Fields = Readonly<
  Record<string, { readonly taken: readonly unknown[]; readonly refused: readonly unknown[] }>
>;

const text = (least: number, most: number): Fields[string] => ({
  taken: [long(Math.max(least, 1)), long(most)],
  refused: [long(most + 1), 7, ...(least > 0 ? [long(least - 1)] : [])],
});
/** Blanks around it do not count. */
const name = (least: number, most: number): Fields[string] => ({
  taken: [long(least), ` ${long(most)} `],
  refused: [long(most + 1), ' '.repeat(least), 7, ...(least > 1 ? [long(least - 1)] : [])],
});
const number = (least: number, most: number, step = 1): Fields[string] => ({
  taken: [least, most],
  refused: [least - step, most + step, 'x', Number.NaN],
});
const whole = (least: number, most: number): Fields[string] => {
  const { taken, refused } = number(least, most);
  return { taken, refused: [...refused, least + 0.5] };
};
const TIME = whole(0, 4e15);
const FUTURE = whole(1, 4e15);

const PERSON = { name: 'x', login: 'xyz', password: long(10), roles: ['wearer'] };
const CONSENT = { grantee: { kind: 'person', id: ID }, purpose: 'x', scopes: ['raw'], untilUs: 1 };
const EXPORT = { format: 'csv', tables: ['days'], fromUs: 0, untilUs: 1 };
const JOB = { kind: 'reanalysis', fromDate: '2026-01-01', untilDate: '2026-01-01' };
const OPEN = {
  ...{
    protocol: 1,
    sensor: { id: 'a', name: 'a', driver: 'a' },
    axes: null,
    decoder: 'a@1',
    source: 'sensor',
  },
  ...{ session: { id: ID, startedUs: 0, timeZone: 'UTC' }, rateHz: 50, openedUs: 0 },
  channels: many(3, { quantity: 'acc', axis: 'x', lsb: 1, encoding: 'int' }),
};
const CHANNEL = OPEN.channels[0]!;
const GAP = { startUs: 0, endUs: 1, missing: 1, exact: true, cause: 'link' };
const DEVICE = { tUs: 0, batteryPercent: 1, clockSlopePpm: null, clockResidualP95Ms: null, config: {} };
const RANGES = {
  taken: [{ least: 0, most: 0 }],
  refused: [
    { least: 2, most: 1 },
    { least: -1, most: 1 },
  ],
};

const CASES: readonly Case[] = [
  [
    'signing in',
    signInSchema,
    { login: 'xyz', password: 'x' },
    { login: name(3, 200), password: text(1, 200) },
  ],
  [
    'a person',
    newPersonSchema,
    PERSON,
    {
      ...{ name: name(1, 100), login: name(3, 200), password: text(10, 200) },
      roles: { taken: [['operator']], refused: [[], ['owner'], 'wearer'] },
    },
  ],
  ['a recovery', recoverySchema, { code: 'x', next: long(10) }, { code: text(0, 100), next: text(10, 200) }],
  ['a pairing', pairSchema, { code: 'x', name: 'x' }, { code: text(0, 100), name: name(1, 100) }],
  [
    'a token',
    newTokenSchema,
    { name: 'x', days: 1 },
    {
      ...{ name: name(1, 100), days: whole(1, 730) },
      kind: { taken: ['personal', 'gateway'], refused: ['session'] },
      scopes: { taken: [[], ['raw']], refused: [['ingest'], ['everything']] },
    },
  ],
  [
    'a consent',
    newConsentSchema,
    CONSENT,
    {
      ...{ purpose: name(1, 500), fromUs: FUTURE, untilUs: FUTURE },
      scopes: { taken: [['live']], refused: [[], ['everything']] },
      grantee: {
        taken: [{ kind: 'study', id: ID }],
        refused: [
          { kind: 'employer', id: ID },
          { kind: 'study', id: '1' },
        ],
      },
    },
  ],
  [
    'a study',
    newStudySchema,
    { name: 'x', purpose: 'x', members: [] },
    { name: name(1, 100), purpose: name(1, 500) },
  ],
  [
    'a deletion of a span',
    newDeletionSchema,
    { kind: 'range', fromUs: 0, untilUs: 1 },
    { fromUs: TIME, untilUs: FUTURE },
  ],
  [
    'a deletion of everything',
    newDeletionSchema,
    { kind: 'person', confirm: 'delete everything' },
    { confirm: { taken: ['delete everything'], refused: ['yes', '', undefined, true] } },
  ],
  [
    'how long data are kept',
    retentionSchema,
    { rawDays: null, secondDays: null },
    { rawDays: whole(1, 36_500), secondDays: whole(1, 36_500) },
  ],
  [
    'an export',
    newExportSchema,
    EXPORT,
    {
      dateShiftDays: whole(-3_660, 3_660),
      tables: {
        taken: [['samples', 'seconds', 'bouts', 'rotations', 'days']],
        refused: [[], many(6, 'days'), ['notes']],
      },
    },
  ],
  [
    'an export of a study',
    newStudyExportSchema,
    { participant: 'P1', format: 'csv', tables: ['days'] },
    { participant: text(1, 40) },
  ],
  [
    'an order',
    newJobSchema,
    JOB,
    {
      fromDate: {
        taken: ['1970-01-01', '2999-12-31'],
        refused: ['1969-12-31', '3000-01-01', '2026-02-30', 'today'],
      },
      algorithms: { taken: [many(50, long(100))], refused: [many(51, 'x'), [long(101)]] },
      parameters: {
        taken: [Object.fromEntries(many(50, 0).map((_, i) => [`a${i}`, many(50, 1)]))],
        refused: [
          Object.fromEntries(many(51, 0).map((_, i) => [`a${i}`, 1])),
          { a: many(51, 1) },
          { a: long(101) },
          { [long(101)]: 1 },
        ],
      },
    },
  ],
  ['a note', newNoteSchema, { kind: 'note', atUs: 0, text: 'x' }, { text: name(1, 4_000), atUs: TIME }],
  ['discomfort', newNoteSchema, { kind: 'discomfort', atUs: 0, value: 1 }, { value: number(0, 10, 0.1) }],
  [
    'reminders',
    nudgeSettingsSchema,
    {},
    {
      ...{ limitS: whole(600, 14_400), dailyCap: whole(0, 20) },
      activeHours: {
        taken: [{ fromMin: 0, toMin: 1_440 }],
        refused: [
          { fromMin: -1, toMin: 5 },
          { fromMin: 0, toMin: 1_441 },
        ],
      },
      quietHours: {
        taken: [many(8, { fromMin: 0, toMin: 1 })],
        refused: [many(9, { fromMin: 0, toMin: 1 })],
      },
    },
  ],
  ['a snooze', nudgeWishSchema, { kind: 'snooze', minutes: 5 }, { minutes: number(1, 480) }],
  [
    'a suggestion that was shown',
    newAlertSchema,
    { raisedUs: 0, reason: 'x', channel: 'page' },
    { reason: name(1, 200), raisedUs: TIME, channel: { taken: ['desktop'], refused: ['none', 'mail'] } },
  ],
  [
    'a plan',
    planSettingsSchema,
    {},
    {
      breakMin: {
        taken: [{ least: 0, most: 30 }, ...RANGES.taken],
        refused: [{ least: 0, most: 31 }, ...RANGES.refused],
      },
      breaksPerDay: { taken: [{ least: 0, most: 20 }], refused: [{ least: 0, most: 21 }, ...RANGES.refused] },
      movingMin: { taken: [{ least: 0, most: 240 }], refused: [{ least: 0, most: 241 }, ...RANGES.refused] },
      movingDaysPerWeek: whole(0, 7),
      favoured: {
        taken: [null, { side: 'left', ratio: 10 }],
        refused: [
          { side: 'left', ratio: 1 },
          { side: 'left', ratio: 10.1 },
        ],
      },
    },
  ],
  ['a device', deviceChangeSchema, { name: 'x' }, { name: name(1, 100) }],
  [
    'a greeting of a gateway',
    helloSchema,
    { type: 'hello', protocol: 1, gateway: { id: ID, name: 'x', version: '0' }, streams: [] },
    {
      streams: { taken: [many(10_000, ID)], refused: [many(10_001, ID), ['x']] },
      protocol: { taken: [1], refused: [0, 2] },
    },
  ],
  [
    'the opening of a stream',
    streamOpenSchema,
    OPEN,
    {
      channels: {
        taken: [many(16, CHANNEL)],
        refused: [many(2, CHANNEL), many(17, CHANNEL), many(3, { ...CHANNEL, lsb: 0 })],
      },
      rateHz: { taken: [0.1, 10_000], refused: [0, -1, 10_001, Number.POSITIVE_INFINITY] },
      openedUs: { taken: [0], refused: [-1, 0.5] },
      session: {
        taken: [OPEN.session],
        refused: [
          { ...OPEN.session, id: 'x' },
          { ...OPEN.session, timeZone: '' },
        ],
      },
      sensor: {
        taken: [OPEN.sensor],
        refused: [
          { ...OPEN.sensor, id: '' },
          { ...OPEN.sensor, driver: '' },
        ],
      },
      source: { taken: ['virtual', 'import'], refused: ['guess'] },
    },
  ],
  [
    'a gap',
    gapSchema,
    GAP,
    {
      missing: { taken: [0], refused: [-1, 0.5] },
      startUs: { taken: [0], refused: [-1] },
      cause: { taken: ['outbox', 'unknown'], refused: ['nobody knows'] },
      firstSequence: { taken: [0], refused: [-1, 0.5] },
    },
  ],
  [
    'a device state',
    deviceStateSchema,
    DEVICE,
    { batteryPercent: number(0, 100), tUs: { taken: [0], refused: [-1] } },
  ],
  [
    'a wish to follow',
    liveClientMessageSchema,
    { type: 'subscribe', protocol: 1, wearer: 'me' },
    { wearer: { taken: [ID], refused: ['', 'all', 7] }, protocol: { taken: [1], refused: [2] } },
  ],
];

describe.each(CASES)('%s', (_, schema, fitting, fields) => {
  const isTaken = (field: string, value: unknown): boolean =>
    schema.safeParse({ ...fitting, [field]: value }).success;

  test('is taken where it fits', () => {
    expect(schema.safeParse(fitting).success).toBe(true);
  });

  test.each(Object.entries(fields))('its %s has bounds', (field, { taken, refused }) => {
    for (const value of taken) expect([value, isTaken(field, value)]).toEqual([value, true]);
    for (const value of refused) expect([value, isTaken(field, value)]).toEqual([value, false]);
  });
});

/** Text in an address; numbers come as text there. */
const QUERIES: readonly (readonly [string, z.ZodType, Fields[string]])[] = [
  ['a password', passwordSchema, text(10, 200)],
  ['a time that is said', saidUsSchema, TIME],
  [
    'a time',
    timeUsQuerySchema,
    { taken: ['0', `${2 ** 53 - 1}`], refused: ['-1', '0.5', `${2 ** 53}`, 'now'] },
  ],
  ['a date', askedDateSchema, { taken: ['1970-01-01'], refused: ['1969-12-31', '3000-01-01'] }],
  ['a cursor', cursorSchema, text(0, 200)],
  ['a page', limitSchema, { taken: ['1', '10000'], refused: ['0', '10001', '1.5', 'all'] }],
  ['points of a chart', pointsSchema, { taken: ['1', '10000'], refused: ['0', '10001', '1.5'] }],
  ['a page of the access log', auditQuerySchema.limit, { taken: ['1', '500'], refused: ['0', '501'] }],
  [
    'an entry of it',
    auditQuerySchema.before,
    { taken: ['1', '9'.repeat(18)], refused: ['9'.repeat(19), '-1', '1 or 1'] },
  ],
  ['whose data', wearerQuerySchema, { taken: ['me', ID], refused: ['', '1', "' or 1"] }],
  ['a device', deviceIdSchema, text(1, 200)],
  ['the name of a file', importQuerySchema.name, name(1, 200)],
  ['axes', importQuerySchema.axes, text(0, 40)],
  ['a time zone', importQuerySchema.timeZone, { taken: ['Europe/Berlin'], refused: ['Mars/Base', ''] }],
];

test.each(QUERIES)('%s has bounds where it is asked for', (_, schema, { taken, refused }) => {
  for (const value of taken) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
  for (const value of refused) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
});

test('a block holds as many samples as may be, and no more', () => {
  const block = (n: number) => ({ n, tUs: new Float64Array(n), channels: [new Float64Array(n)] });
  expect(decodeBlock(encodeBlock(block(MAX_BLOCK_SAMPLES), ['int']), ['int']).n).toBe(60_000);
  const tooLong = encodeBlock(block(MAX_BLOCK_SAMPLES + 1), ['int']);
  expect(() => decodeBlock(tooLong, ['int'])).toThrow('60001 samples; expected 1 to 60000');
  const empty = encodeBlock(block(0), ['int']);
  expect(() => decodeBlock(empty, ['int'])).toThrow('0 samples');
});
