import { CALENDAR_PARAMS, createCalendar, LOAD_BEFORE_S } from '@plumbline/core';
import { SeededRandom } from '@plumbline/core/simulation';
import type { Client } from 'pg';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import { atUs } from '../database/wire.ts';
import { dayOfDate } from '../summaries/day-bounds.ts';
import { castMember, uuidOf, type WearerKey } from './cast.ts';
import { type DemoDay, STORY_DAYS } from './demo-days.ts';
import { PRESCRIPTION_DAY, TREATMENT_DAY } from './habits-of.ts';

const US_PER_MIN = 60e6;
const STORY_STREAM = 11;
const NOTE = `
  insert into note (id, tenant_id, wearer_id, author_person_id, at, kind, text, value, created_at, changed_at)
  select $1, w.tenant_id, w.id, p.id, ${atUs('$4')}, $5, $6, $7, ${atUs('$4')}, ${atUs('$4')} from wearer w, person p
  where w.pseudonym = $2 and p.uuid = $3 on conflict do nothing`;
const WISH = `
  insert into nudge_event (id, tenant_id, wearer_id, at, event)
  select $1, tenant_id, id, ${atUs('$3')}, $4 from wearer where pseudonym = $2 on conflict do nothing`;
const LABEL = `
  insert into label (id, tenant_id, wearer_id, author_person_id, start_at, end_at, state, created_at)
  select $1, tenant_id, id, person_id, ${atUs('$3')}, ${atUs('$4')}, $5, ${atUs('$4')} from wearer where pseudonym = $2
  on conflict do nothing`;

interface SaidNote {
  readonly by: WearerKey | 'therapist';
  readonly kind: 'note' | 'response_24h';
  readonly atMin: number;
  readonly text: string;
}

/** What somebody wrote on one day of the story. */
const NOTES: readonly (SaidNote & { readonly of: WearerKey; readonly day: number })[] = [
  {
    of: 'seated',
    by: 'therapist',
    day: 4,
    atMin: 610,
    kind: 'note',
    text: 'First visit. Long sitting without breaks, stiff in the evening.',
  },
  {
    of: 'seated',
    by: 'therapist',
    day: TREATMENT_DAY,
    atMin: 605,
    kind: 'note',
    text: 'Treatment begins: a break of two minutes every half hour, a short walk after lunch.',
  },
  {
    of: 'seated',
    by: 'seated',
    day: TREATMENT_DAY + 9,
    atMin: 1030,
    kind: 'note',
    text: 'The breaks are easier than I thought.',
  },
  {
    of: 'seated',
    by: 'therapist',
    day: 70,
    atMin: 600,
    kind: 'note',
    text: 'Visit: keeps the breaks. Go on for six weeks.',
  },
  {
    of: 'turning',
    by: 'turning',
    day: PRESCRIPTION_DAY,
    atMin: 1000,
    kind: 'note',
    text: 'Moved the second screen to the left, as agreed.',
  },
  {
    of: 'hybrid',
    by: 'hybrid',
    day: 66,
    atMin: 800,
    kind: 'note',
    text: 'The sensor was empty at noon: forgot to charge it.',
  },
];

/** Of the hour before, where it is stored: what is older than retention keeps is not known any more. */
const LOAD_BEFORE = `
  select avg(creep)::float8 as creep, max(budget_share)::float8 as held from load_10s
  where wearer_id = (select id from wearer where pseudonym = $1)
    and time > ${atUs('$2')} - $3 * interval '1 s' and time <= ${atUs('$2')}`;

/** Writes down what people said around a day, once, however often it is called. */
export class StoryWriter {
  readonly #client: Client;
  readonly #timeZone: string;

  constructor(client: Client, timeZone: string) {
    this.#client = client;
    this.#timeZone = timeZone;
  }

  async write(day: DemoDay): Promise<void> {
    const { startUs } = dayOfDate(createCalendar(this.#timeZone, CALENDAR_PARAMS.declared), day.date);
    const notes = [...NOTES.filter((note) => note.of === day.key && note.day === day.day), ...diaryOf(day)];
    const wearer = castMember(day.key).wearer;
    for (const { by, kind, atMin, text } of notes) {
      const id = uuidOf(`note ${day.key} ${day.date} ${kind} ${by}`);
      const atUs = startUs + atMin * US_PER_MIN;
      if (atUs > Date.now() * 1000) continue;
      await this.#client.query(NOTE, [id, wearer, castMember(by).person, atUs, kind, text, null]);
    }
    await this.#wishes(day, startUs);
    await this.#labels(day, startUs);
  }

  /** How the back felt two or three times while the sensor was worn; with the load of the day, so once it is stored. */
  async felt(day: DemoDay): Promise<void> {
    const { startUs } = dayOfDate(createCalendar(this.#timeZone, CALENDAR_PARAMS.declared), day.date);
    const { wearer, person } = castMember(day.key);
    for (const [i, { atMin, level }] of ratingsOf(day).entries()) {
      const atUs = startUs + atMin * US_PER_MIN;
      if (atUs > Date.now() * 1000) continue;
      const { rows } = await this.#client.query(LOAD_BEFORE, [wearer, atUs, LOAD_BEFORE_S]);
      const value = scaled(level + (day.key === 'seated' ? feltOf(rows[0]) : 0));
      const id = uuidOf(`rating ${day.key} ${day.date} ${i}`);
      await this.#client.query(NOTE, [id, wearer, person, atUs, 'discomfort', '', value]);
    }
  }

  /** Snoozed now and then, and paused for a meeting. */
  async #wishes({ key, date, seed }: DemoDay, startUs: number): Promise<void> {
    const random = new SeededRandom(seed, STORY_STREAM + 1);
    const atUs = startUs + random.between(640, 900) * US_PER_MIN;
    if (random.next() < QUIET_DAYS || atUs > Date.now() * 1000) return;
    const event =
      random.next() < SNOOZED
        ? { kind: 'snooze', minutes: 10, tUs: atUs }
        : { kind: 'pause', untilUs: atUs + 60 * US_PER_MIN };
    await this.#client.query(WISH, [
      uuidOf(`wish ${key} ${date}`),
      castMember(key).wearer,
      atUs,
      JSON.stringify(event),
    ]);
  }

  /** A correction of long ago is in the analysis; those of the last days are what one may take back. */
  async #labels({ key, date, day, fromMin }: DemoDay, startUs: number): Promise<void> {
    if (key !== 'hybrid' || day !== STORY_DAYS - LABEL_DAYS_AGO) return;
    const fromUs = startUs + (fromMin + 95) * US_PER_MIN;
    const values = [uuidOf(`label ${date}`), castMember(key).wearer, fromUs, fromUs + 12 * US_PER_MIN];
    await this.#client.query(LABEL, [...values, POSTURE_CODES.standing]);
  }
}

const QUIET_DAYS = 0.6;
const SNOOZED = 0.65;
const LABEL_DAYS_AGO = 30;

/** The morning after. */
function diaryOf({ key, day, seed }: DemoDay): SaidNote[] {
  const random = new SeededRandom(seed, STORY_STREAM);
  const level = discomfortOn(key, day) + random.between(-1, 1);
  const answer = level < 2 ? 'better' : level < 4 ? 'same' : 'worse';
  return random.next() < ANSWERED ? [{ by: key, kind: 'response_24h', atMin: 465, text: answer }] : [];
}

const ANSWERED = 0.7;

/** When somebody asks their back how it is: late in the morning, after lunch, before the sensor is taken off. */
function ratingsOf({ key, day, seed, fromMin, toMin }: DemoDay): { atMin: number; level: number }[] {
  const random = new SeededRandom(seed, STORY_STREAM + 2);
  return RATED_AT.flatMap((share) => {
    const atMin = fromMin + (toMin - fromMin) * (share + random.between(-0.05, 0.05));
    const level = discomfortOn(key, day) + random.between(-1, 1);
    return random.next() < RATED ? [{ atMin: Math.round(atMin), level }] : [];
  });
}

const RATED_AT = [0.35, 0.65, 0.95];
const RATED = 0.85;
const USUAL = { creep: 0.41, held: 1.2 };
/** Points of discomfort for all of the creep there can be, and for a holding budget that is used up. */
const FELT = { creep: 10, held: 0.35 };

/** Ada's back says what it was put through; the others' do not. */
function feltOf({ creep, held }: { readonly creep: number | null; readonly held: number | null }): number {
  return (
    FELT.creep * ((creep ?? USUAL.creep) - USUAL.creep) + FELT.held * ((held ?? USUAL.held) - USUAL.held)
  );
}

/** In halves of a point, 0 to 10. */
function scaled(level: number): number {
  return Math.min(10, Math.max(0, Math.round(level * 2) / 2));
}

function discomfortOn(key: WearerKey, day: number): number {
  if (key === 'seated') return day < TREATMENT_DAY ? 4.5 : Math.max(1.5, 4.5 - (day - TREATMENT_DAY) * 0.12);
  return key === 'turning' ? 3 : 1.8;
}
