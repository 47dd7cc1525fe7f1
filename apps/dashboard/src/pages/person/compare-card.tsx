import type { Trends } from '@plumbline/contract';
import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { DatePicker } from '../../components/date-picker.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { useMediaQuery } from '../../components/use-media-query.ts';
import { dateAfter } from '../../locales/dates.ts';
import { t } from '../../locales/t.ts';
import { usePrinting } from '../../theme/printing.ts';
import { periodsAround } from './compare.ts';
import { CompareList } from './compare-list.tsx';
import { CompareTable, compareAll } from './compare-table.tsx';
import { comparedWords } from './figure-words.ts';

const LENGTHS = ['14', '28', '42'] as const;
/** From here on the columns have room side by side. */
const WIDE = '(min-width: 75rem)';
type Length = (typeof LENGTHS)[number];
const USUAL_LENGTH: Length = '28';

/** A year of trends; the two periods are cut out of it. */
export function CompareCard({ trends }: { readonly trends: Trends }) {
  const [length, setLength] = useState<Length>(USUAL_LENGTH);
  const [date, setDate] = useState(() => dateAfter(trends.toDate, 1 - Number(USUAL_LENGTH)));
  const { before, after } = periodsAround(date, Number(length));
  const comparisons = compareAll(trends, before, after);
  const wide = useMediaQuery(WIDE);
  const Shown = usePrinting() || !wide ? CompareList : CompareTable;
  return (
    <Card title={t('person.compare.title')} testId="compare">
      <div className="field-row compare-fields">
        <DatePicker
          label={t('person.compare.date')}
          hint={t('person.compare.dateHint')}
          value={date}
          onChange={(next) => next !== null && setDate(next)}
          min={trends.fromDate}
          max={trends.toDate}
        />
        <RadioGroup
          label={t('person.compare.length')}
          orientation="horizontal"
          options={LENGTHS.map((value) => ({ value, label: t(`person.compare.days.${value}`) }))}
          value={length}
          onChange={setLength}
        />
      </div>
      <p className="summary" data-testid="compare-summary">
        {comparedWords(comparisons, before, after)}
      </p>
      <Shown trends={trends} comparisons={comparisons} />
      <p className="caption">{t('person.compare.note')}</p>
    </Card>
  );
}
