import type { Discomfort } from '@plumbline/contract';
import { toCsv } from '../charts/csv.ts';
import { formats, t } from '../locales/t.ts';

type Part = Discomfort['parts'][number];
type Verdict = 'more' | 'less' | 'unclear';
/** Whose discomfort it is: the reader's own, or somebody else's. */
export type Whose = 'own' | 'theirs';

/** Null without a correlation. */
function verdictOf({ interval }: Part): Verdict | null {
  if (interval === null) return null;
  if (interval[0] > 0) return 'more';
  return interval[1] < 0 ? 'less' : 'unclear';
}

/** What goes along with discomfort in a few sentences; while little is rated, what is missing and how to come by it. */
export function discomfortSummary({ ratings, needed, parts }: Discomfort, whose: Whose): string {
  const how = t(`discomfort.how.${whose}`);
  if (ratings === 0) return `${t('discomfort.none')} ${how}`;
  if (parts.every(({ reason }) => reason === 'few_ratings' || reason === 'few_days')) {
    return `${t('discomfort.few', { ...needed, count: ratings })} ${how}`;
  }
  const along = parts.flatMap((part) => {
    const verdict = verdictOf(part);
    return verdict === 'more' || verdict === 'less'
      ? [t(`discomfort.${verdict}`, { part: partName(part.part) })]
      : [];
  });
  const unclear = parts
    .filter((part) => verdictOf(part) === 'unclear')
    .map(({ part }) => t(`discomfort.listed.${part}`));
  return [
    ...along,
    ...(unclear.length > 0 ? [t('discomfort.unclear', { parts: formats.list(unclear) })] : []),
  ].join(' ');
}

/** The numbers behind the sentence in one line, for paper; empty without any. */
export function discomfortNumbers({ parts, needed }: Discomfort): string {
  return parts
    .filter(({ rho }) => rho !== null)
    .map((part) => {
      const { value, notes } = partWords(part, needed);
      return formats.facts([`${partName(part.part)} ${value}`, ...notes]);
    })
    .join('; ');
}

/** How many ratings stand beside no known load, and why; null: none. */
export function unknownWords({ ratings, parts }: Discomfort): string | null {
  const count = ratings - Math.max(0, ...parts.map((part) => part.ratings));
  return parts.length === 0 || count === 0 ? null : t('discomfort.unknown', { count });
}

export function partName(part: Part['part']): string {
  return t(`discomfort.part.${part}`);
}

export interface PartWords {
  readonly value: string;
  /** Which way, or why that is not known. */
  readonly verdict: string;
  readonly notes: readonly string[];
}

export function partWords(part: Part, needed: Discomfort['needed']): PartWords {
  const { rho, interval, ratings, days, reason } = part;
  const verdict = verdictOf(part);
  if (rho === null || interval === null || verdict === null) {
    const counts = { ratings, days, count: reason === 'few_days' ? needed.days : needed.ratings };
    const why = t(`discomfort.reason.${reason ?? 'hardly_changed'}`, counts);
    return { value: t('measures.none'), verdict: why, notes: [] };
  }
  const [low, high] = interval.map(formats.correlation) as [string, string];
  const basis = [t('discomfort.basis', { count: ratings }), t('discomfort.days', { count: days })];
  return {
    value: formats.correlation(rho),
    verdict: t(`discomfort.verdict.${verdict}`),
    notes: [t('discomfort.interval', { low, high }), basis.join(' ')],
  };
}

export function discomfortTable({ parts }: Discomfort) {
  const head = (['part', 'ratings', 'days', 'correlation', 'low', 'high'] as const).map((key) =>
    t(`discomfort.table.${key}`),
  );
  const cell = (value: number | null | undefined) =>
    value === null || value === undefined ? t('discomfort.table.none') : formats.correlation(value);
  const rows = parts.map(({ part, ratings, days, rho, interval }) => [
    ...[partName(part), formats.number(ratings), formats.number(days)],
    ...[rho, interval?.[0], interval?.[1]].map(cell),
  ]);
  return { caption: t('discomfort.table.caption'), head, rows };
}

export function discomfortCsv({ parts }: Discomfort): string {
  return toCsv(
    ['part', 'ratings', 'days', 'rank_correlation', 'low', 'high'],
    parts.map(({ part, ratings, days, rho, interval }) => [
      ...[part, ratings, days, rho],
      ...(interval ?? [null, null]),
    ]),
  );
}
