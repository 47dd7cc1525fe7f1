import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { SeededRandom } from '@plumbline/core/simulation';
import type { Client } from 'pg';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import { atUs } from '../database/wire.ts';
import { dayOfDate } from '../summaries/day-summariser.ts';
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
  readonly kind: 'note' | 'response_24h' | 'discomfort';
  readonly atMin: number;
  readonly text: string;
  readonly value?: number;
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
    for (const { by, kind, atMin, text, value } of notes) {
      const id = uuidOf(`note ${day.key} ${day.date} ${kind} ${by}`);
      const atUs = startUs + atMin * US_PER_MIN;
      if (atUs > Date.now() * 1000) continue;
      await this.#client.query(NOTE, [id, wearer, castMember(by).person, atUs, kind, text, value ?? null]);
    }
    await this.#wishes(day, startUs);
    await this.#labels(day, startUs);
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

/** The morning after, and a rating in the evening of some days. */
function diaryOf({ key, day, seed }: DemoDay): SaidNote[] {
  const random = new SeededRandom(seed, STORY_STREAM);
  const level = discomfortOn(key, day) + random.between(-1, 1);
  const value = Math.min(10, Math.max(0, Math.round(level * 2) / 2));
  const answer = level < 2 ? 'better' : level < 4 ? 'same' : 'worse';
  const notes: SaidNote[] = [];
  if (random.next() < ANSWERED) notes.push({ by: key, kind: 'response_24h', atMin: 465, text: answer });
  if (random.next() < RATED) notes.push({ by: key, kind: 'discomfort', atMin: 1110, text: '', value });
  return notes;
}

const ANSWERED = 0.7;
const RATED = 0.6;

function discomfortOn(key: WearerKey, day: number): number {
  if (key === 'seated') return day < TREATMENT_DAY ? 4.5 : Math.max(1.5, 4.5 - (day - TREATMENT_DAY) * 0.12);
  return key === 'turning' ? 3 : 1.8;
}
