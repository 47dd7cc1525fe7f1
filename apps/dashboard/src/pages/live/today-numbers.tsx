import { t } from '../../locales/t.ts';
import type { TodayResource } from '../../rest/use-today.ts';
import { todayWords } from './today-words.ts';

/** A few numbers of the day, with the time they rest on. */
export function TodayNumbers({ today, failed }: TodayResource) {
  if (!today) return failed ? <p className="numbers caption">{t('live.today.failed')}</p> : null;
  const { lines, coverage } = todayWords(today);
  return (
    <div className="numbers" data-testid="today-numbers">
      <dl>
        {lines.map(({ id, name, value, reason }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            {reason && <dd className="numbers-reason">{reason}</dd>}
          </div>
        ))}
      </dl>
      <p className="numbers-note">{coverage}</p>
    </div>
  );
}
