import type { Note } from '@plumbline/contract';
import { formats, t } from '../../locales/t.ts';
import { asymmetryWords } from '../../measures/measure-words.ts';
import type { Diary } from './diary.ts';
import type { Fact } from './fact-list.tsx';
import { rangeWords } from './figure-words.ts';
import type { Validity } from './figures.ts';
import type { Agreed } from './plan-agreed.ts';
import type { PlanDone, SidePlan } from './plan-done.ts';

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
  return [breaksFact(done), movingFact(done), ...done.sides.toReversed().map(sideFact)];
}

/** What is planned, and before it what was, each with its last day. */
function plannedNotes<T>(agreed: readonly Agreed<T>[], say: (what: T) => string): string[] {
  return agreed
    .toReversed()
    .map(({ to, what }, i) =>
      i === 0 ? say(what) : t('person.plan.until', { date: formats.date(to), plan: say(what) }),
    );
}

/** On which days that changed, where it did: charts show it, and the sentence says so. */
function changedWords(agreed: readonly Agreed<unknown>[]): string[] {
  const dates = agreed.slice(1).map(({ from }) => formats.date(from));
  return dates.length === 0 ? [] : [t('person.plan.changedOn', { dates: formats.list(dates) })];
}

function breaksFact({ breaksAgreed, breaksPerDay, breakDays, days }: PlanDone): Fact {
  const unknown = days === 0 ? t('person.plan.nothing') : t('person.plan.breaksUnknown');
  return {
    id: 'plan-breaks',
    name: t('person.plan.breaks'),
    value: breaksPerDay === null ? t('measures.none') : breaksDoneWords(breaksPerDay),
    notes: [
      breakDays === null ? unknown : t('person.plan.breaksDays', { reached: breakDays, count: days }),
      ...plannedNotes(breaksAgreed, ({ breaksPerDay: planned, breakMin }) =>
        t('person.plan.breaksPlanned', { ...planned, minutes: breakMin.least }),
      ),
    ],
  };
}

function breaksDoneWords(perDay: number): string {
  return t('person.plan.breaksDone', { count: formats.number(perDay) });
}

/** One sentence about the breaks; the report says the same. */
export function breaksSummary({ breaksPerDay, breaksAgreed }: PlanDone): string {
  if (breaksPerDay === null) return t('person.plan.breaksUnknown');
  const { least, most } = breaksAgreed.at(-1)!.what.breaksPerDay;
  const summary = t('person.plan.breaksSummary', { done: breaksDoneWords(breaksPerDay), least, most });
  return [summary, ...changedWords(breaksAgreed)].join(' ');
}

export function movingSummary({ movingAgreed }: PlanDone, minutes: number): string {
  const { least, most } = movingAgreed.at(-1)!.what.movingMin;
  const summary = t('person.plan.movingSummary', { done: movingDoneWords(minutes), least, most });
  return [summary, ...changedWords(movingAgreed)].join(' ');
}

function movingDoneWords(minutes: number): string {
  return t('person.plan.movingDone', { duration: formats.duration(minutes * S_PER_MIN) });
}

function movingFact({ movingAgreed, movingMin, movingDays, days }: PlanDone): Fact {
  return {
    id: 'plan-moving',
    name: t('person.plan.moving'),
    value: movingMin === null ? t('measures.none') : movingDoneWords(movingMin),
    notes: [
      days === 0
        ? t('person.plan.nothing')
        : t('person.plan.movingDays', { reached: movingDays, count: days }),
      ...plannedNotes(movingAgreed, ({ movingMin: planned, movingDaysPerWeek }) =>
        t('person.plan.movingPlanned', { ...planned, days: movingDaysPerWeek }),
      ),
    ],
  };
}

/** What was done on the days on which the side was favoured, and on no others. */
function sideFact({ from, to, ratio, planned, done }: SidePlan, i: number): Fact {
  const interval =
    done.interval &&
    t('person.figure.interval', { interval: rangeWords('rotation_asymmetry_all', '1', done.interval) });
  return {
    id: i === 0 ? 'plan-side' : `plan-side-${i}`,
    name: t('person.plan.side'),
    value: done.mean === null ? t('measures.none') : asymmetryWords(done.mean),
    notes: [
      interval,
      t('person.plan.sideBasis', {
        from: formats.date(from),
        to: formats.date(to),
        count: done.days,
      }),
      t('person.plan.sidePlanned', { planned: asymmetryWords(planned), ratio: formats.number(ratio) }),
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
