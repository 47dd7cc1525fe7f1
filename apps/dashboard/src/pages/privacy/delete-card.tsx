import type { Deletion, NewDeletion } from '@plumbline/contract';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { DateRangePicker } from '../../components/date-range-picker.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useDelete, useDeletions } from '../../rest/use-deletions.ts';
import { type DateSpan, deletionSpan, removedRows, rowsRemoved, spanUs } from './privacy-view.ts';

/** Deleting waits this long, so that it can be taken back; the server deletes at once and for good. */
const UNDO_S = 10;
const TICK_MS = 1000;

interface Pending {
  readonly wanted: NewDeletion;
  readonly days: DateSpan | null;
}

export function DeleteCard() {
  const [pending, setPending] = useState<Pending | null>(null);
  const [days, setDays] = useState<DateSpan | null>(null);
  const { date: today, timeZone } = useWearerDay();
  const query = useDeletions();
  return (
    <Card title={t('privacy.delete.heading')} testId="delete">
      <p>{t('privacy.delete.about', { seconds: UNDO_S })}</p>
      {pending ? (
        <Countdown pending={pending} onEnd={() => setPending(null)} />
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
            isDisabled={days === null}
            onPress={() => days && setPending({ wanted: { kind: 'range', ...spanUs(days, timeZone) }, days })}
          >
            {t('privacy.delete.deleteRange')}
          </Button>
          <Button
            onPress={() =>
              setPending({ wanted: { kind: 'person', confirm: 'delete everything' }, days: null })
            }
          >
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

interface CountdownProps {
  readonly pending: Pending;
  readonly onEnd: () => void;
}

/** Leaving the page keeps everything: only who waits deletes. */
function Countdown({ pending: { wanted, days }, onEnd }: CountdownProps) {
  const [left, setLeft] = useState(UNDO_S);
  const remove = useDelete();
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const due = left === 0 && remove.isIdle;
  useEffect(() => {
    if (!due) return;
    remove.mutate(wanted, {
      onSuccess: (deletion) =>
        tell({ text: t('privacy.delete.done', { count: rowsRemoved(deletion) }), lasting: true }),
      onError: (error) =>
        tell({ text: t('privacy.delete.failed', { reason: failureWords(error).what }), lasting: true }),
      onSettled: onEnd,
    });
  }, [due, remove, wanted, onEnd]);
  const words = days
    ? t('privacy.delete.pendingRange', {
        from: formats.date(days.from),
        to: formats.date(days.to),
        seconds: left,
      })
    : t('privacy.delete.pendingAll', { seconds: left });
  const keep = () => {
    onEnd();
    tell({ text: t('privacy.delete.kept') });
  };
  return (
    <div className="countdown" role="timer">
      <p>{words}</p>
      <progress aria-hidden="true" value={left} max={UNDO_S} />
      <Button look="primary" autoFocus isDisabled={left === 0} onPress={keep}>
        {t('privacy.delete.keep')}
      </Button>
    </div>
  );
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
