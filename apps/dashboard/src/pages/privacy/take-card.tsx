import type { Export } from '@plumbline/contract';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { tell } from '../../components/toasts.ts';
import { useWearerDay } from '../../components/wearer-day.tsx';
import { formats, t } from '../../locales/t.ts';
import { notesOf } from '../../rest/export-notes.ts';
import { failureWords } from '../../rest/failure-words.ts';
import {
  exportFileUrl,
  RECORD_URL,
  useDropExport,
  useEstimateEverything,
  useExportEverything,
  useExports,
} from '../../rest/use-exports.ts';

type Format = Export['format'];
const FORMATS: readonly Format[] = ['csv', 'parquet'];
const CHECKSUM_SHOWN = 12;

/** Everything as files; a job that goes on when the page is left. */
export function TakeCard() {
  const query = useExports();
  const [format, setFormat] = useState<Format>('csv');
  const take = useExportEverything();
  const start = () =>
    take.mutate(format, {
      onSuccess: () => tell({ text: t('privacy.take.started') }),
      onError: (error) => tell({ text: t('privacy.take.failed', { reason: failureWords(error).what }) }),
    });
  return (
    <Card title={t('privacy.take.heading')} testId="take">
      <p>{t('privacy.take.about')}</p>
      <div className="form-row">
        <RadioGroup
          label={t('privacy.take.format')}
          value={format}
          onChange={setFormat}
          options={FORMATS.map((value) => ({ value, label: t(`privacy.take.${value}`) }))}
        />
        <Button look="primary" isPending={take.isPending} onPress={start}>
          {t('privacy.take.start')}
        </Button>
      </div>
      <Estimate format={format} />
      <p>
        <a href={RECORD_URL} download="plumbline-record.ndjson">
          {t('privacy.take.record')}
        </a>
      </p>
      <QueryView query={query} height={4}>
        {(exports) =>
          exports.length === 0 ? (
            <p className="caption">{t('privacy.take.none')}</p>
          ) : (
            <Made exports={exports} />
          )
        }
      </QueryView>
    </Card>
  );
}

function Estimate({ format }: { readonly format: Format }) {
  const { mutate, data } = useEstimateEverything();
  useEffect(() => mutate(format), [mutate, format]);
  if (!data) return null;
  const { bytes, rows, seconds } = data;
  return (
    <p className="caption">
      {t('privacy.take.size', {
        bytes: formats.bytes(bytes),
        count: rows,
        duration: formats.durationLong(Math.max(1, seconds)),
      })}
    </p>
  );
}

function Made({ exports }: { readonly exports: readonly Export[] }) {
  return (
    <ul className="grant-list">
      {exports.map((made) => (
        <MadeItem key={made.id} made={made} />
      ))}
    </ul>
  );
}

function MadeItem({ made }: { readonly made: Export }) {
  const { id, state, progress, format, createdUs, expiresUs, withheld } = made;
  const { timeZone } = useWearerDay();
  const drop = useDropExport();
  const underWay = state === 'queued' || state === 'running';
  const said = t(`privacy.take.state.${withheld ? 'withheld' : state}`, {
    percent: formats.percent(progress),
  });
  return (
    <li className="grant">
      <div>
        <p className="grant-name">
          {t('privacy.take.made', {
            format: t(`privacy.take.${format}`),
            time: formats.dateTime(createdUs, timeZone),
          })}
        </p>
        <p className="caption" data-testid="take-state" data-state={state}>
          {said}
          {state === 'done' && !withheld && expiresUs !== null && (
            <> · {t('privacy.take.expires', { time: formats.dateTime(expiresUs, timeZone) })}</>
          )}
        </p>
        {underWay && <progress aria-label={t('privacy.take.progress')} value={progress} max={1} />}
        {notesOf(made).map((note) => (
          <p key={note} className="reason">
            {note}
          </p>
        ))}
        {!withheld && <Files made={made} />}
      </div>
      <Button look="quiet" onPress={() => drop.mutate(id)}>
        {t(underWay ? 'privacy.take.stop' : 'privacy.take.drop')}
      </Button>
    </li>
  );
}

function Files({ made: { id, files } }: { readonly made: Export }) {
  return (
    <ul className="file-list">
      {files.map(({ name, bytes, sha256 }) => (
        <li key={name}>
          <a href={exportFileUrl(id, name)} download>
            {t('privacy.take.file', { name, size: formats.bytes(bytes) })}
          </a>
          <code className="caption">
            {t('privacy.take.checksum', { sum: `${sha256.slice(0, CHECKSUM_SHOWN)}…` })}
          </code>
        </li>
      ))}
    </ul>
  );
}
