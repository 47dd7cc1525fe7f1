import type { VisibleWearer } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/skeleton.tsx';
import { t } from '../../locales/t.ts';
import { useDiscomfort } from '../../rest/use-discomfort.ts';
import { useInAddress, type Weeks, weeksOf } from '../address.ts';
import { Back, ConsentedWearer, WeeksChoice } from '../consented-wearer.tsx';
import { useVisit } from '../person/use-visit.ts';
import { pseudonymOf } from './pseudonym.ts';
import { type ReportChoices, Sheet } from './sheet.tsx';
import './report.css';

const HEIGHT_REM = 60;

/** One or two pages to take along: the same numbers as on the page of the person. */
export function Page() {
  const [weeks] = useInAddress('weeks', weeksOf);
  const back = (wearer: string) => (
    <Back href={`/people/${wearer}?weeks=${weeks}`} className="report-tools">
      {t('report.back')}
    </Back>
  );
  return (
    <ConsentedWearer className="report-page" height={HEIGHT_REM} back={back}>
      {(entry) => <Report entry={entry} />}
    </ConsentedWearer>
  );
}

function Report({ entry }: { readonly entry: VisibleWearer }) {
  const [weeks, setWeeks] = useInAddress('weeks', weeksOf);
  const [choices, setChoices] = useState<ReportChoices>({ named: false, entries: false });
  return (
    <>
      <div className="report-tools report-choices">
        <WeeksChoice weeks={weeks} onChange={setWeeks} />
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
  const { data, error, isRetrying, refetch } = useVisit(entry, weeks);
  const both = entry.scopes.includes('diary') && entry.scopes.includes('detail');
  const discomfort = useDiscomfort(weeks, entry.id, both);
  const subject = choices.named ? entry.name : pseudonymOf(entry.id);
  if (data && !discomfort.isLoading) {
    const felt = discomfort.data ?? null;
    return <Sheet subject={subject} wearer={entry.id} visit={data} felt={felt} choices={choices} />;
  }
  if (error) return <Failure error={error} retry={refetch} isRetrying={isRetrying} />;
  return <Loading height={HEIGHT_REM} />;
}
