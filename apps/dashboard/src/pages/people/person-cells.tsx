import type { OverviewEntry } from '@plumbline/contract';
import { Link } from 'wouter';
import { formats, t } from '../../locales/t.ts';
import { orderedCodes } from './people-view.ts';
import {
  attentionWords,
  lastDataWords,
  scopeWords,
  trendWords,
  untilWords,
  wornWords,
} from './people-words.ts';
import { TrendMark } from './trend-mark.tsx';

interface CellProps {
  readonly entry: OverviewEntry;
}

export function NameCell({ entry: { name, wearer } }: CellProps) {
  return (
    <Link href={`/people/${wearer}`} className="person-name">
      {name}
    </Link>
  );
}

export function AttentionCell({ entry }: CellProps) {
  const codes = orderedCodes(entry.attentionCodes);
  if (codes.length === 0) return <span className="quiet">{t('people.nothing')}</span>;
  return (
    <ul className="attention">
      {codes.map((code) => (
        <li key={code}>{attentionWords(code, entry)}</li>
      ))}
    </ul>
  );
}

export function DataCell({ entry }: CellProps) {
  return (
    <>
      <span>{lastDataWords(entry, Date.now())}</span>
      <small>{t('people.daysWithData', { days: entry.daysWithData })}</small>
    </>
  );
}

export function WornCell({ entry }: CellProps) {
  return (
    <>
      <span>{wornWords(entry)}</span>
      <small>{t('people.wornValid', { count: entry.validDays })}</small>
    </>
  );
}

export function SittingCell({ entry }: CellProps) {
  const words = trendWords(entry);
  if (words === null) return <span className="quiet">{t('people.sitting.unknown')}</span>;
  return (
    <span className="trend-cell">
      <TrendMark direction={entry.sittingShare.direction} />
      <span>
        <span>{words.level}</span>
        <small>{formats.facts([words.change, ...(words.noise === null ? [] : [words.noise])])}</small>
      </span>
    </span>
  );
}

export function MorningCell({ entry: { response24h } }: CellProps) {
  return response24h === null ? (
    <span className="quiet">{t('people.response.none')}</span>
  ) : (
    <span>{t(`people.response.${response24h}`)}</span>
  );
}

export function ConsentCell({ entry: { untilUs, scopes } }: CellProps) {
  return (
    <>
      <span>{untilWords(untilUs)}</span>
      <small>{t('people.scopes', { scopes: scopeWords(scopes) })}</small>
    </>
  );
}
