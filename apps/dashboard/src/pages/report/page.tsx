import { TREND_WEEKS, type VisibleWearer } from '@plumbline/contract';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Failure } from '../../components/failure.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Loading } from '../../components/skeleton.tsx';
import { t } from '../../locales/t.ts';
import { useWearers } from '../../rest/use-wearers.ts';
import { Gone, useForgetting } from '../person/page.tsx';
import { useVisit } from '../person/use-visit.ts';
import { pseudonymOf } from './pseudonym.ts';
import { type ReportChoices, Sheet } from './sheet.tsx';
import './report.css';

type Weeks = (typeof TREND_WEEKS)[number];
const WEEKS = ['4', '12', '52'] as const;
const HEIGHT_REM = 60;

/** One or two pages to take along: the same numbers as on the page of the person. */
export function Page() {
  const { wearer = '' } = useParams<{ wearer: string }>();
  const wearers = useWearers();
  return (
    <div className="page report-page">
      <Link href={`/people/${wearer}`} className="back-link report-tools">
        {t('report.back')}
      </Link>
      <QueryView query={wearers} height={HEIGHT_REM}>
        {(list) => (
          <Opened key={wearer} wearer={wearer} entry={list.find(({ id }) => id === wearer) ?? null} />
        )}
      </QueryView>
    </div>
  );
}

function Opened({ wearer, entry }: { readonly wearer: string; readonly entry: VisibleWearer | null }) {
  useForgetting(wearer, entry === null);
  return entry === null ? <Gone /> : <Report entry={entry} />;
}

function Report({ entry }: { readonly entry: VisibleWearer }) {
  const [search, setSearch] = useSearchParams();
  const weeks = weeksOf(search.get('weeks'));
  const [choices, setChoices] = useState<ReportChoices>({ named: false, entries: false });
  return (
    <>
      <div className="report-tools report-choices">
        <RadioGroup
          label={t('person.period')}
          orientation="horizontal"
          options={WEEKS.map((value) => ({ value, label: t(`person.weeks.${value}`) }))}
          value={String(weeks) as (typeof WEEKS)[number]}
          onChange={(value) => setSearch({ weeks: value }, { replace: true })}
        />
        <div className="report-checks">
          <Checkbox isSelected={choices.named} onChange={(named) => setChoices({ ...choices, named })}>
            {t('report.named')}
          </Checkbox>
          <Checkbox
            isSelected={choices.entries}
            onChange={(entries) => setChoices({ ...choices, entries })}
            isDisabled={!entry.scopes.includes('diary')}
          >
            {t('report.entries')}
          </Checkbox>
        </div>
        <Button look="primary" onPress={() => print()}>
          {t('report.print')}
        </Button>
        <p className="caption">{t('report.printHint')}</p>
      </div>
      <Loaded entry={entry} weeks={weeks} choices={choices} />
    </>
  );
}

interface LoadedProps {
  readonly entry: VisibleWearer;
  readonly weeks: Weeks;
  readonly choices: ReportChoices;
}

function Loaded({ entry, weeks, choices }: LoadedProps) {
  const { data, error, refetch } = useVisit(entry, weeks);
  const subject = choices.named ? entry.name : pseudonymOf(entry.id);
  if (data) return <Sheet subject={subject} wearer={entry.id} visit={data} choices={choices} />;
  if (error) return <Failure error={error} retry={refetch} />;
  return <Loading height={HEIGHT_REM} />;
}

function weeksOf(text: string | null): Weeks {
  return TREND_WEEKS.find((weeks) => String(weeks) === text) ?? TREND_WEEKS[0];
}
