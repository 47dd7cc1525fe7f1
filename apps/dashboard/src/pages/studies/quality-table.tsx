import type { StudyStream } from '@plumbline/contract';
import { useId, useState } from 'react';
import { type CsvValue, toCsv } from '../../charts/csv.ts';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { formats, t } from '../../locales/t.ts';
import { useStudyStreams } from '../../rest/use-study-data.ts';
import { missingShare, qualitySum, recordedH } from './quality.ts';

const HEIGHT_REM = 10;
const S_PER_H = 3600;

/** What was recorded and what was lost, stream by stream. */
export function Quality({ study }: { readonly study: string }) {
  const streams = useStudyStreams(study);
  return (
    <section className="quality">
      <h3>{t('studies.quality')}</h3>
      <QueryView query={streams} height={HEIGHT_REM}>
        {(all) =>
          all.length === 0 ? <p className="reason">{t('studies.qualityNone')}</p> : <Told streams={all} />
        }
      </QueryView>
    </section>
  );
}

function Told({ streams }: { readonly streams: readonly StudyStream[] }) {
  const [open, setOpen] = useState(true);
  const id = useId();
  const sum = qualitySum(streams);
  return (
    <>
      <p className="summary">
        {t('studies.qualitySummary', {
          streams: sum.streams,
          hours: formats.number(sum.hours),
          missing: formats.percent(sum.missing),
          rejected: sum.rejected,
        })}
      </p>
      {open && (
        <DataTable
          id={id}
          caption={t('studies.datesNote')}
          head={HEAD.map((key) => t(`studies.${key}`))}
          rows={streams.map(cellsOf)}
        />
      )}
      <div className="chart-actions">
        <ChartActions
          chart={t('studies.quality')}
          tableId={id}
          open={open}
          onToggle={() => setOpen(!open)}
          csv={() => qualityCsv(streams)}
          fileName="plumbline-quality.csv"
        />
      </div>
    </>
  );
}

const HEAD = [
  ...(['participant', 'stream', 'sensor', 'rate', 'began'] as const),
  ...(['recorded', 'missing', 'gaps', 'rejected'] as const),
] as const;

function cellsOf(stream: StudyStream): string[] {
  return [
    stream.participant,
    formats.number(stream.stream),
    stream.driver,
    t('studies.rateValue', { rate: formats.number(stream.rateHz) }),
    formats.dateTime(stream.openedUs, 'UTC'),
    formats.duration(recordedH(stream) * S_PER_H),
    formats.percent(missingShare(stream)),
    formats.number(stream.gaps),
    formats.number(stream.rejectedRecords),
  ];
}

function qualityCsv(streams: readonly StudyStream[]): string {
  const head = ['participant', 'stream', 'driver', 'rate_hz', 'opened_us', 'last_sample_us'];
  const losses = ['samples', 'missing_samples', 'gaps', 'rejected_records'];
  const rows = streams.map((s): CsvValue[] => [
    ...[s.participant, s.stream, s.driver, s.rateHz, s.openedUs, s.lastSampleUs],
    ...[s.samples, s.missingSamples, s.gaps, s.rejectedRecords],
  ]);
  return toCsv([...head, ...losses], rows);
}
