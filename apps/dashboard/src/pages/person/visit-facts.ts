import type { Note } from '@plumbline/contract';
import { formats, t } from '../../locales/t.ts';
import { asymmetryWords } from '../../measures/measure-words.ts';
import type { Diary } from './diary.ts';
import type { Fact } from './fact-list.tsx';
import type { Validity } from './figures.ts';
import type { PlanDone } from './plan-done.ts';

const S_PER_MIN = 60;

/** What all the rest is to be read with. */
export function validityFacts({ days, valid, withData, wornMin, longestGap, lastDate }: Validity): Fact[] {
  return [
    {
      id: 'valid-days',
      name: t('person.validity.valid'),
      value: t('person.validity.validOf', { valid, days }),
      notes: [t('person.validity.withData', { count: withData })],
    },
    {
      id: 'worn',
      name: t('person.validity.worn'),
      value: wornMin === null ? t('measures.none') : formats.duration(wornMin * S_PER_MIN),
      notes: [t('person.validity.wornBasis')],
    },
    {
      id: 'gap',
      name: t('person.validity.gap'),
      value:
        longestGap === 0 ? t('person.validity.gapNone') : t('person.validity.gapDays', { count: longestGap }),
      notes: [t('person.validity.gapBasis')],
    },
    {
      id: 'last-data',
      name: t('person.validity.last'),
      value: lastDate === null ? t('person.validity.lastNone') : formats.weekdayDate(lastDate),
      notes: [],
    },
  ];
}

/** What was done, beside what was agreed on. */
export function planFacts(done: PlanDone): Fact[] {
  return [breaksFact(done), movingFact(done), ...(done.side ? [sideFact(done.side)] : [])];
}

function breaksFact({ settings, breaksPerDay, breakDays, days }: PlanDone): Fact {
  const { breaksPerDay: planned, breakMin } = settings;
  const unknown = days === 0 ? t('person.plan.nothing') : t('person.plan.breaksUnknown');
  return {
    id: 'plan-breaks',
    name: t('person.plan.breaks'),
    value: breaksPerDay === null ? t('measures.none') : breaksDoneWords(breaksPerDay),
    notes: [
      t('person.plan.breaksPlanned', { ...planned, minutes: breakMin.least }),
      breakDays === null ? unknown : t('person.plan.breaksDays', { reached: breakDays, count: days }),
    ],
  };
}

function breaksDoneWords(perDay: number): string {
  return t('person.plan.breaksDone', { count: formats.number(perDay) });
}

/** One sentence about the breaks; the report says the same. */
export function breaksSummary({ breaksPerDay, settings }: PlanDone): string {
  if (breaksPerDay === null) return t('person.plan.breaksUnknown');
  const done = breaksDoneWords(breaksPerDay);
  return t('person.plan.breaksSummary', { done, ...settings.breaksPerDay });
}

export function movingDoneWords(minutes: number): string {
  return t('person.plan.movingDone', { duration: formats.duration(minutes * S_PER_MIN) });
}

function movingFact({ settings, movingMin, movingDays, days }: PlanDone): Fact {
  const planned = { ...settings.movingMin, days: settings.movingDaysPerWeek };
  return {
    id: 'plan-moving',
    name: t('person.plan.moving'),
    value: movingMin === null ? t('measures.none') : movingDoneWords(movingMin),
    notes: [
      t('person.plan.movingPlanned', planned),
      days === 0
        ? t('person.plan.nothing')
        : t('person.plan.movingDays', { reached: movingDays, count: days }),
    ],
  };
}

function sideFact({ side, ratio, planned, done }: NonNullable<PlanDone['side']>): Fact {
  return {
    id: 'plan-side',
    name: t('person.plan.side'),
    value: done === null ? t('measures.none') : asymmetryWords(done),
    notes: [
      t(side === 'left' ? 'person.plan.sideLeft' : 'person.plan.sideRight', { ratio }),
      t('person.plan.sidePlanned', { planned: asymmetryWords(planned) }),
    ],
  };
}

/** When something was written, by whom, and what it is. */
export function entryWords({ atUs, own, kind, value }: Note, timeZone: string): string {
  const extra = kind === 'discomfort' ? [t('person.diary.rating', { value: value ?? 0 })] : [];
  const marker = kind === 'marker' ? [t('person.diary.marker')] : [];
  const who = t(own ? 'person.diary.own' : 'person.diary.theirs');
  return formats.facts([formats.dateTime(atUs, timeZone), who, ...extra, ...marker]);
}

/** `timeZone`: of the moments in the diary. */
export function diaryFacts({ responses, lastResponse, discomfort }: Diary, timeZone: string): Fact[] {
  const date = lastResponse && formats.dateTime(lastResponse.atUs, timeZone);
  return [
    {
      id: 'responses',
      name: t('person.diary.morning'),
      value: lastResponse === null ? t('measures.none') : t('person.diary.responses', responses),
      notes: [
        lastResponse === null
          ? t('person.diary.noResponse')
          : t('person.diary.lastResponse', {
              date: date!,
              response: t(`people.response.${lastResponse.response}`),
            }),
      ],
    },
    {
      id: 'discomfort',
      name: t('person.diary.discomfort'),
      value:
        discomfort === null
          ? t('measures.none')
          : t('person.diary.discomfortValue', { mean: formats.number(discomfort.mean) }),
      notes: [
        discomfort === null
          ? t('person.diary.noDiscomfort')
          : t('person.diary.discomfortBasis', { count: discomfort.count }),
        discomfort === null || discomfort.count < 2
          ? null
          : t('person.diary.discomfortRange', { least: discomfort.least, most: discomfort.most }),
      ],
    },
  ];
}
