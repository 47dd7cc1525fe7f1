import type { Deletion, NewDeletion } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { type DateRange, isUsable } from '../../components/date-range.ts';
import { DateRangePicker } from '../../components/date-range-picker.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { spanDates } from '../../locales/span.ts';
import { formats, t } from '../../locales/t.ts';
import { useDeletions } from '../../rest/use-deletions.ts';
import { DeleteCountdown, EVERYTHING, UNDO_S } from '../delete-countdown.tsx';
import { deletionSpan, removedRows, rowsRemoved, spanUs } from './privacy-view.ts';

interface Pending {
  readonly wanted: NewDeletion;
  readonly days: DateRange | null;
}

export function DeleteCard() {
  const [pending, setPending] = useState<Pending | null>(null);
  const [days, setDays] = useState<DateRange | null>(null);
  const { date: today, timeZone } = useWearerDay();
  const query = useDeletions();
  return (
    <Card title={t('privacy.delete.heading')} testId="delete">
      <p>{t('privacy.delete.about', { seconds: UNDO_S })}</p>
      {pending ? (
        <DeleteCountdown
          wanted={pending.wanted}
          words={(seconds) => pendingWords(pending, seconds)}
          onEnd={() => setPending(null)}
        />
      ) : (
        <div className="form-row">
          <DateRangePicker
            label={t('privacy.delete.range')}
            hint={t('privacy.delete.rangeHint')}
            value={days}
            onChange={setDays}
            max={today}
          />
          <Button
            isDisabled={days === null || !isUsable(days, today)}
            onPress={() => days && setPending({ wanted: { kind: 'range', ...spanUs(days, timeZone) }, days })}
          >
            {t('privacy.delete.deleteRange')}
          </Button>
          <Button onPress={() => setPending({ wanted: EVERYTHING, days: null })}>
            {t('privacy.delete.everything')}
          </Button>
        </div>
      )}
      <p className="caption">{t('privacy.delete.everythingAbout')}</p>
      <QueryView query={query} height={4}>
        {(deletions) => <Reports deletions={deletions} />}
      </QueryView>
    </Card>
  );
}

function pendingWords({ days }: Pending, seconds: number): string {
  if (days === null) return t('privacy.delete.pendingAll', { seconds });
  return t('privacy.delete.pendingRange', { ...spanDates(days.from, days.to), seconds });
}

function Reports({ deletions }: { readonly deletions: readonly Deletion[] }) {
  const { timeZone } = useWearerDay();
  if (deletions.length === 0) return <p className="caption">{t('privacy.delete.none')}</p>;
  return (
    <section aria-label={t('privacy.delete.report')}>
      <h3 className="part-head">{t('privacy.delete.report')}</h3>
      {deletions.map((deletion) => (
        <details key={deletion.id} className="report">
          <summary>
            {deletionSpan(deletion, timeZone)}: {t('privacy.delete.done', { count: rowsRemoved(deletion) })}{' '}
            <span className="caption">
              {t('privacy.delete.requested', { time: formats.dateTime(deletion.requestedUs, timeZone) })}
            </span>
          </summary>
          <DataTable
            id={`deletion-${deletion.id}`}
            caption={t('privacy.delete.table.caption')}
            head={[t('privacy.delete.table.table'), t('privacy.delete.table.rows')]}
            rows={removedRows(deletion)}
          />
        </details>
      ))}
    </section>
  );
}
