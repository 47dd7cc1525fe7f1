import { EXPORT_TABLES, type Participant } from '@plumbline/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../components/card.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DateRangePicker } from '../../components/date-range-picker.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { t } from '../../locales/t.ts';
import { useParticipants } from '../../rest/use-study-data.ts';
import { SCOPE_OF, type Wish } from './order.ts';
import { OrderFoot } from './order-foot.tsx';

interface BuilderCardProps {
  readonly study: string;
  readonly select: ReactNode;
}

const HEIGHT_REM = 20;
const FORMATS = ['parquet', 'csv'] as const;

/** Who, what, when and in which form. */
export function BuilderCard({ study, select }: BuilderCardProps) {
  const participants = useParticipants(study);
  return (
    <Card title={t('exports.builder')} testId="builder">
      {select}
      <QueryView query={participants} height={HEIGHT_REM}>
        {(known) =>
          known.length === 0 ? (
            <p className="reason">{t('exports.participantsNone')}</p>
          ) : (
            <Builder study={study} known={known} />
          )
        }
      </QueryView>
    </Card>
  );
}

interface BuilderProps {
  readonly study: string;
  readonly known: readonly Participant[];
}

function Builder({ study, known }: BuilderProps) {
  const [wish, setWish] = useState<Wish>(() => ({
    participants: known.map(({ participant }) => participant),
    tables: ['days', 'bouts'],
    format: 'parquet',
    dates: null,
  }));
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part });
  return (
    <>
      <div className="builder">
        <ParticipantBoxes known={known} wish={wish} change={change} />
        <TableBoxes wish={wish} change={change} />
        <div className="builder-part">
          <DateRangePicker
            label={t('exports.dates')}
            hint={t('exports.datesHint')}
            value={wish.dates}
            onChange={(dates) => change({ dates })}
          />
          <RadioGroup
            label={t('exports.format')}
            hint={t('exports.zone')}
            orientation="horizontal"
            options={FORMATS.map((value) => ({ value, label: t(`exports.formats.${value}`) }))}
            value={wish.format}
            onChange={(format) => change({ format })}
          />
        </div>
      </div>
      <OrderFoot study={study} wish={wish} known={known} />
    </>
  );
}

interface BoxesProps {
  readonly wish: Wish;
  readonly change: (part: Partial<Wish>) => void;
}

function ParticipantBoxes({ known, wish, change }: BoxesProps & { readonly known: readonly Participant[] }) {
  const all = known.map(({ participant }) => participant);
  const isAll = wish.participants.length === all.length;
  return (
    <fieldset className="builder-part">
      <legend>{t('exports.participants')}</legend>
      {all.length > 1 && (
        <Checkbox
          isSelected={isAll}
          isIndeterminate={!isAll && wish.participants.length > 0}
          onChange={(chosen) => change({ participants: chosen ? all : [] })}
        >
          {t('exports.participantsAll')}
        </Checkbox>
      )}
      {known.map(({ participant, scopes }) => (
        <Checkbox
          key={participant}
          isSelected={wish.participants.includes(participant)}
          onChange={(chosen) =>
            change({ participants: toggled(all, wish.participants, participant, chosen) })
          }
        >
          <span>
            {participant}
            <small>
              {t('exports.participantOpens', {
                scopes: scopes.map((scope) => t(`people.scope.${scope}`)).join(', '),
              })}
            </small>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

function TableBoxes({ wish, change }: BoxesProps) {
  return (
    <fieldset className="builder-part">
      <legend>{t('exports.tables')}</legend>
      {EXPORT_TABLES.map((table) => (
        <Checkbox
          key={table}
          isSelected={wish.tables.includes(table)}
          onChange={(chosen) => change({ tables: toggled(EXPORT_TABLES, wish.tables, table, chosen) })}
        >
          <span>
            {t(`exports.table.${table}`)}
            <small>{t('exports.tableNeeds', { scope: t(`people.scope.${SCOPE_OF[table]}`) })}</small>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** In the order of all of them. */
function toggled<T>(all: readonly T[], chosen: readonly T[], one: T, on: boolean): T[] {
  return all.filter((each) => (each === one ? on : chosen.includes(each)));
}
