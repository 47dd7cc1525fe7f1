import type { Week } from '@plumbline/contract';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ChevronIcon } from '../../components/icons.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useWearerDay, WithWearerDay } from '../../components/wearer-day.tsx';
import { dateAfter } from '../../locales/dates.ts';
import { spanDates } from '../../locales/span.ts';
import { t } from '../../locales/t.ts';
import { useWeek } from '../../rest/use-week.ts';
import { dateOf, useInAddress } from '../address.ts';
import { WeekBalance } from './week-balance.tsx';
import { WeekBars } from './week-bars.tsx';
import { ideaOf, LEAST_DAYS, weekDays, whatChanged } from './week-view.ts';
import { changeWords, ideaWords, weekNumbers } from './week-words.ts';
import '../wearer.css';
import './week.css';

const DAYS_A_WEEK = 7;
const HEIGHT_REM = 40;

/** Seven days, what they say together, and one idea. */
export function Page() {
  return (
    <div className="week">
      <WithWearerDay height={HEIGHT_REM}>
        <Shown />
      </WithWearerDay>
    </div>
  );
}

function Shown() {
  const today = useWearerDay();
  const [chosen, setDate] = useInAddress('date', dateOf);
  const date = chosen === null || chosen > today.date ? today.date : chosen;
  const query = useWeek(date);
  return (
    <QueryView query={query} height={HEIGHT_REM}>
      {(week) => (
        <>
          <WeekHead week={week} onMove={(by) => setDate(dateAfter(week.startDate, by))} />
          {week.daysWithData === 0 ? <p className="reason">{t('week.none')}</p> : <Days week={week} />}
        </>
      )}
    </QueryView>
  );
}

interface WeekHeadProps {
  readonly week: Week;
  readonly onMove: (days: number) => void;
}

function WeekHead({ week: { startDate }, onMove }: WeekHeadProps) {
  const isLast = useWearerDay().date < dateAfter(startDate, DAYS_A_WEEK);
  const span = spanDates(startDate, dateAfter(startDate, DAYS_A_WEEK - 1));
  return (
    <div className="page-head">
      <div>
        <h1>{t('week.heading')}</h1>
        <p className="caption" aria-live="polite">
          {t('week.span', span)}
        </p>
      </div>
      <div className="wishes" role="toolbar" aria-label={t('week.tools')}>
        <Button onPress={() => onMove(-DAYS_A_WEEK)}>
          <ChevronIcon side="start" />
          {t('week.earlier')}
        </Button>
        <Button onPress={() => onMove(DAYS_A_WEEK)} isDisabled={isLast}>
          {t('week.later')}
          <ChevronIcon side="end" />
        </Button>
        <Button onPress={() => print()}>{t('week.print')}</Button>
      </div>
    </div>
  );
}

function Days({ week }: { readonly week: Week }) {
  const days = weekDays(week, useWearerDay().date);
  const valid = week.validDates.length;
  return (
    <>
      {valid < LEAST_DAYS && (
        <p className="week-few">{t('week.few', { count: valid, needed: LEAST_DAYS })}</p>
      )}
      <Card title={t('week.changed.heading')} testId="week-changed" className="week-said">
        <p className="week-sentence">{changeWords(whatChanged(week))}</p>
      </Card>
      <Card title={t('week.suggestion.heading')} testId="week-idea" className="week-said">
        <p className="week-sentence">{ideaWords(ideaOf(week, days))}</p>
      </Card>
      <WeekBars week={week} days={days} />
      <Card title={t('week.numbers.heading')} testId="week-numbers">
        <dl className="figures">
          {weekNumbers(week, days).map(({ id, name, value, notes }) => (
            <div key={id}>
              <dt>{name}</dt>
              <dd className="figure-value">{value}</dd>
              {notes.map((note) => (
                <dd key={note} className="caption">
                  {note}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      </Card>
      <WeekBalance week={week} days={days} />
    </>
  );
}
