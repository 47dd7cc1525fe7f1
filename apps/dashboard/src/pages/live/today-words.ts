import type { Today } from '@plumbline/contract';
import { formats, t } from '../../locales/t.ts';
import { onlyKnown } from '../../measures/measure-words.ts';
import { reasonWords } from '../../measures/reason-words.ts';

type Measure = Today['measures'][number];

export interface NumberLine {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Why there is no number, else null. */
  readonly reason: string | null;
}

export interface TodayWords {
  readonly lines: readonly NumberLine[];
  /** What all of them rest on. */
  readonly coverage: string;
}

/** The measures that say something while the day goes on. */
const SHOWN = ['sitting_bout_longest', 'sitting_breaks', 'breaks_per_sitting_hour'] as const;
const NO_VALUE = '–';
const S_PER_MIN = 60;

export function todayWords({ measures }: Today): TodayWords {
  const byId = new Map(measures.map((measure) => [measure.id, measure]));
  const known = formats.duration((byId.get('known_time')?.value ?? 0) * S_PER_MIN);
  const lines = SHOWN.flatMap((id) => {
    const measure = byId.get(id);
    return measure ? [{ id, name: t(`live.today.${id}`), ...wordsOf(onlyKnown(measure)) }] : [];
  });
  return { lines, coverage: t('live.today.known', { known }) };
}

function wordsOf({ value, unit, reason }: Measure): Pick<NumberLine, 'value' | 'reason'> {
  if (value === null) return { value: NO_VALUE, reason: reason && reasonWords(reason) };
  return {
    value: unit === 'min' ? formats.duration(value * S_PER_MIN) : formats.number(value),
    reason: null,
  };
}
