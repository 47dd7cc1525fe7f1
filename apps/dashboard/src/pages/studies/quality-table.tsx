import type { StudyStream } from '@plumbline/contract';
import { type CsvValue, toCsv } from '../../charts/csv.ts';
import { type ChartNumbers, useChartTable } from '../../charts/use-chart-table.tsx';
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
  const { buttons, table } = useChartTable(t('studies.quality'), numbersOf(streams), true);
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
      {table}
      <div className="chart-actions">{buttons}</div>
    </>
  );
}

const numbersOf = (streams: readonly StudyStream[]): ChartNumbers => ({
  table: () => ({
    caption: t('studies.datesNote'),
    head: HEAD.map((key) => t(`studies.${key}`)),
    rows: streams.map(cellsOf),
  }),
  csv: () => qualityCsv(streams),
  fileName: 'plumbline-quality.csv',
});

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
