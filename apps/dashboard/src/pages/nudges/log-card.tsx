import type { NudgeLog } from '@plumbline/contract';
import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { DatePicker } from '../../components/date-picker.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { formats, t } from '../../locales/t.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import { useNudgeLog } from '../../rest/use-nudges.ts';
import { logLines } from './nudge-settings-view.ts';

/** The policy over a day as it is stored: what it rested on, moment by moment. */
export function LogCard() {
  const { date: today } = useWearerDay();
  const [date, setDate] = useState<string | null>(today);
  const [shown, setShown] = useState<'only' | 'all'>('all');
  const query = useNudgeLog(date);
  return (
    <Card title={t('nudges.log.heading')} testId="nudge-log">
      <div className="form-row">
        <DatePicker label={t('nudges.log.day')} value={date} onChange={setDate} max={today} />
        <RadioGroup
          label={t('nudges.log.filter')}
          value={shown}
          onChange={setShown}
          options={(['all', 'only'] as const).map((value) => ({ value, label: t(`nudges.log.${value}`) }))}
        />
      </div>
      <QueryView query={query} height={14}>
        {(log) => <Log log={log} suggestionsOnly={shown === 'only'} />}
      </QueryView>
    </Card>
  );
}

interface LogProps {
  readonly log: NudgeLog;
  readonly suggestionsOnly: boolean;
}

function Log({ log: { date, suggestions, log, reason }, suggestionsOnly }: LogProps) {
  const { timeZone } = useWearerDay();
  if (log.length === 0)
    return <p className="reason">{t('nudges.log.none', { reason: reasonWords(reason ?? '') })}</p>;
  const rows = logLines(log, suggestionsOnly).map(({ tUs, what, why, suggested }) => [
    formats.clock(tUs, timeZone),
    suggested ? <strong key="what">{what}</strong> : what,
    why,
  ]);
  return (
    <>
      <p className="summary">
        {t('nudges.log.summary', { count: suggestions, day: formats.weekdayDate(date) })}
      </p>
      <DataTable
        id="nudge-log-table"
        caption={t('nudges.log.caption')}
        head={(['time', 'what', 'why'] as const).map((key) => t(`nudges.log.${key}`))}
        rows={rows}
        words={[1, 2]}
      />
    </>
  );
}
