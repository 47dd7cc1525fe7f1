import type { Today } from '@plumbline/contract';
import { QueryView } from '../../components/query-view.tsx';
import { t } from '../../locales/t.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import { useTodayQuery } from '../../rest/use-today.ts';
import { BalanceCard } from './balance-card.tsx';
import { BreaksCard } from './breaks-card.tsx';
import { DiaryCard } from './diary-card.tsx';
import { LoadCard } from './load-card.tsx';
import { MorningCard } from './morning-card.tsx';
import { NowCard } from './now-card.tsx';
import { NudgeCard } from './nudge-card.tsx';
import { NumbersCard } from './numbers-card.tsx';
import { RibbonCard } from './ribbon-card.tsx';
import '../wearer.css';
import './today.css';

/** The wearer's day while it goes on. */
export function Page() {
  const query = useTodayQuery();
  return (
    <div className="today">
      <h1 className="visually-hidden">{t('today.heading')}</h1>
      <QueryView query={query} height={30}>
        {(today) => <Day today={today} failed={query.isError} />}
      </QueryView>
    </div>
  );
}

function Day({ today, failed }: { readonly today: Today; readonly failed: boolean }) {
  return (
    <>
      {failed && (
        <p className="today-note" role="status">
          {t('today.failed')}
        </p>
      )}
      {today.reason && <p className="today-note">{reasonWords(today.reason)}</p>}
      <MorningCard today={today} />
      <NowCard today={today} />
      <NudgeCard today={today} />
      <RibbonCard today={today} />
      <NumbersCard today={today} />
      <LoadCard today={today} />
      <BreaksCard today={today} />
      <BalanceCard today={today} />
      <DiaryCard today={today} />
    </>
  );
}
