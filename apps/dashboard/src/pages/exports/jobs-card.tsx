import type { Export } from '@plumbline/contract';
import { useId } from 'react';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { ScrollBox } from '../../components/scroll-box.tsx';
import { tell } from '../../components/toasts.ts';
import { readerZone, zoneName } from '../../locales/reader-zone.ts';
import { formats, t } from '../../locales/t.ts';
import { notesOf } from '../../rest/export-notes.ts';
import { isUnderway, useAskExportsAgain, useExports, useRemoveExport } from '../../rest/use-study-exports.ts';
import { fetchCommand } from './command.ts';

const HEIGHT_REM = 12;

/** What was ordered: how far it is, its files, and how to fetch them. */
export function JobsCard() {
  const exports = useExports();
  return (
    <Card title={t('exports.jobs')} testId="export-jobs">
      <QueryView query={exports} height={HEIGHT_REM}>
        {(jobs) =>
          jobs.length === 0 ? (
            <p className="reason">{t('exports.jobsNone')}</p>
          ) : (
            <ul className="jobs">
              {jobs.map((job) => (
                <Job key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <p className="caption">{t('exports.zoneNote', { zone: zoneName(readerZone()) })}</p>
    </Card>
  );
}

function Job({ job }: { readonly job: Export }) {
  const id = useId();
  const subject = job.study?.participant ?? '';
  const tables = formats.list(job.tables);
  return (
    <li className="job" aria-labelledby={id} data-state={job.state}>
      <div className="job-head">
        <h3 id={id}>{subject === '' ? tables : t('exports.jobTitle', { participant: subject, tables })}</h3>
        <RemoveJob job={job} labelledBy={id} />
      </div>
      <p className="caption">{metaWords(job)}</p>
      {isUnderway(job) && <Progress job={job} labelledBy={id} />}
      {notesOf(job).map((note) => (
        <p key={note} className="reason">
          {note}
        </p>
      ))}
      {job.files.length > 0 && !job.withheld && <Files job={job} />}
    </li>
  );
}

function metaWords({ format, createdUs, expiresUs, withheld, ...job }: Export): string {
  const state = withheld ? 'withheld' : job.state;
  const created = formats.dateTime(createdUs, readerZone());
  const meta = t('exports.jobMeta', {
    format: t(`exports.formats.${format}`),
    created,
    state: t(`exports.state.${state}`),
  });
  if (state !== 'done' || expiresUs === null) return meta;
  return formats.facts([meta, t('exports.jobExpires', { date: formats.dateTime(expiresUs, readerZone()) })]);
}

function Progress({ job, labelledBy }: { readonly job: Export; readonly labelledBy: string }) {
  return (
    <ProgressBar
      value={job.progress}
      minValue={0}
      maxValue={1}
      aria-labelledby={labelledBy}
      className="progress"
    >
      {({ percentage }) => (
        <>
          <span className="progress-track">
            <span className="progress-fill" style={{ inlineSize: `${percentage ?? 0}%` }} />
          </span>
          <span>{formats.percent(job.progress)}</span>
        </>
      )}
    </ProgressBar>
  );
}

function RemoveJob({ job, labelledBy }: { readonly job: Export; readonly labelledBy: string }) {
  const remove = useRemoveExport();
  const run = async () => {
    await remove.mutateAsync(job.id);
    tell({ text: t('exports.removed') });
  };
  const id = useId();
  return (
    <Button
      look="quiet"
      id={id}
      aria-labelledby={`${id} ${labelledBy}`}
      isPending={remove.isPending}
      onPress={() => void run().catch(() => undefined)}
    >
      {t(isUnderway(job) ? 'exports.cancel' : 'exports.remove')}
    </Button>
  );
}

function Files({ job }: { readonly job: Export }) {
  const bytes = job.files.reduce((sum, file) => sum + file.bytes, 0);
  const summary = t('exports.files', { count: job.files.length, size: formats.bytes(bytes) });
  return (
    <details className="files">
      <summary>{summary}</summary>
      <ScrollBox className="table-box" label={summary}>
        <table>
          <thead>
            <tr>
              {(['file', 'size', 'rows', 'sha'] as const).map((key) => (
                <th key={key} scope="col">
                  {t(`exports.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {job.files.map((file) => (
              <File key={file.name} job={job.id} file={file} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <CopyButton text={fetchCommand(location.origin, job)} label={t('exports.copyFetch')} />
      <p className="caption">{t('exports.fetchHint')}</p>
    </details>
  );
}

function File({ job, file }: { readonly job: string; readonly file: Export['files'][number] }) {
  const { name, bytes, rows, sha256 } = file;
  const askAgain = useAskExportsAgain();
  return (
    <tr>
      <th scope="row">
        <a
          href={`/v1/exports/${job}/files/${name}`}
          download
          onClick={askAgain}
          aria-label={t('exports.download', { name })}
        >
          {name}
        </a>
      </th>
      <td>{formats.bytes(bytes)}</td>
      <td>{rows === null ? '' : formats.number(rows)}</td>
      <td>
        <code>{sha256}</code>
      </td>
    </tr>
  );
}
