import type { VisibleWearer } from '@plumbline/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Link, useParams } from 'wouter';
import { QueryView } from '../components/query-view.tsx';
import { RadioGroup } from '../components/radio-group.tsx';
import { t } from '../locales/t.ts';
import { useWearers } from '../rest/use-wearers.ts';
import type { Weeks } from './address.ts';

/** What the pages about one wearer share, on the screen and on paper. */

interface ConsentedWearerProps {
  readonly className?: string;
  /** Of the content, in rem. */
  readonly height: number;
  readonly back: (wearer: string) => ReactNode;
  readonly children: (entry: VisibleWearer) => ReactNode;
}

/** The wearer of the address, for as long as a consent opens anything of theirs. */
export function ConsentedWearer({ className = '', height, back, children }: ConsentedWearerProps) {
  const { wearer = '' } = useParams<{ wearer: string }>();
  const wearers = useWearers();
  return (
    <div className={`page ${className}`}>
      {back(wearer)}
      <QueryView query={wearers} height={height}>
        {(list) => (
          <Opened key={wearer} wearer={wearer} entry={list.find(({ id }) => id === wearer) ?? null}>
            {children}
          </Opened>
        )}
      </QueryView>
    </div>
  );
}

interface OpenedProps {
  readonly wearer: string;
  readonly entry: VisibleWearer | null;
  readonly children: (entry: VisibleWearer) => ReactNode;
}

function Opened({ wearer, entry, children }: OpenedProps) {
  useForgetting(wearer, entry === null);
  return entry === null ? <Gone /> : children(entry);
}

/** What was fetched of somebody whose consent is over must not stay in the page. */
function useForgetting(wearer: string, gone: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (gone) client.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(wearer) });
  }, [client, wearer, gone]);
}

function Gone() {
  return (
    <section className="card empty-state" data-testid="gone" role="status">
      <h1>{t('person.gone')}</h1>
      <p className="reason">{t('person.goneNext')}</p>
    </section>
  );
}

interface BackProps {
  readonly href: string;
  readonly className?: string;
  readonly children: string;
}

export function Back({ href, className = '', children }: BackProps) {
  return (
    <Link href={href} className={`back-link ${className}`}>
      {children}
    </Link>
  );
}

const WEEKS = ['4', '12', '52'] as const;

interface WeeksChoiceProps {
  readonly weeks: Weeks;
  readonly onChange: (weeks: Weeks) => void;
}

/** How much time is looked at. */
export function WeeksChoice({ weeks, onChange }: WeeksChoiceProps) {
  return (
    <RadioGroup
      label={t('person.period')}
      orientation="horizontal"
      options={WEEKS.map((value) => ({ value, label: t(`person.weeks.${value}`) }))}
      value={String(weeks) as (typeof WEEKS)[number]}
      onChange={(value) => onChange(Number(value) as Weeks)}
    />
  );
}
