import type { Trends } from '@plumbline/contract';
import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { Select } from '../../components/select.tsx';
import { t } from '../../locales/t.ts';
import { measureName, valueWords } from '../../measures/measure-words.ts';
import { FigureList } from './figure-list.tsx';
import { rangeWords } from './figure-words.ts';
import { type Figure, type FigureId, figureOf, LOAD_FIGURES } from './figures.ts';
import { MeasureFigure } from './measure-figure.tsx';

/** Three parts side by side, one of them day by day. */
export function LoadCard({ trends }: { readonly trends: Trends }) {
  const [shown, setShown] = useState<FigureId>('load_creep_peak');
  return (
    <Card title={t('person.load.title')} testId="load">
      <Select
        label={t('person.load.measure')}
        options={LOAD_FIGURES.map((value) => ({ value, label: measureName(value) }))}
        value={shown}
        onChange={(id: FigureId) => setShown(id)}
      />
      <MeasureFigure
        trends={trends}
        id={shown}
        title={measureName(shown)}
        summary={loadSummary(figureOf(trends, shown))}
      />
      <FigureList figures={LOAD_FIGURES.map((id) => figureOf(trends, id))} />
      <p className="caption">{t('person.load.note')}</p>
    </Card>
  );
}

export function loadSummary({ id, unit, value, usual }: Figure): string {
  const name = measureName(id);
  if (value === null) return t('person.load.summaryNone', { name });
  const say = (number: number) => valueWords(id, unit, number);
  if (usual === null) return t('person.load.summaryPlain', { name, value: say(value) });
  return t('person.load.summary', { name, value: say(value), usual: rangeWords(id, unit, usual) });
}
