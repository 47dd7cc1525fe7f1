import type { Discomfort, TREND_WEEKS } from '@plumbline/contract';
import { BalanceScale } from '../charts/balance-scale.tsx';
import { ChartCard } from '../charts/chart-card.tsx';
import { Card } from '../components/card.tsx';
import { QueryView } from '../components/query-view.tsx';
import { t } from '../locales/t.ts';
import { useDiscomfort } from '../rest/use-discomfort.ts';
import {
  discomfortCsv,
  discomfortSummary,
  discomfortTable,
  partName,
  partWords,
  unknownWords,
  type Whose,
} from './discomfort-words.ts';
import './discomfort-card.css';

const HEIGHT_REM = 18;

interface DiscomfortCardProps {
  readonly weeks: (typeof TREND_WEEKS)[number];
  /** Without it: one's own. */
  readonly wearer?: string;
  readonly className?: string;
}

/** Whether the load that is told goes along with what is felt. */
export function DiscomfortCard({ weeks, wearer, className = '' }: DiscomfortCardProps) {
  const query = useDiscomfort(weeks, wearer);
  return (
    <QueryView query={query} height={HEIGHT_REM}>
      {(told) => (
        <Compared told={told} whose={wearer === undefined ? 'own' : 'theirs'} className={className} />
      )}
    </QueryView>
  );
}

/** Where the consent leaves out one half of it: which. */
export function ClosedDiscomfort({
  scopes,
  className,
}: {
  readonly scopes: string;
  readonly className: string;
}) {
  return (
    <Card title={t('discomfort.title')} testId="discomfort" className={className}>
      <p className="reason">{t('discomfort.closed', { scopes })}</p>
    </Card>
  );
}

interface ComparedProps {
  readonly told: Discomfort;
  readonly whose: Whose;
  readonly className: string;
}

function Compared({ told, whose, className }: ComparedProps) {
  const unknown = unknownWords(told);
  return (
    <ChartCard
      title={t('discomfort.title')}
      testId="discomfort"
      className={className}
      table={() => discomfortTable(told)}
      csv={() => discomfortCsv(told)}
      fileName={`plumbline-discomfort-${told.fromDate}-${told.toDate}.csv`}
    >
      <p className="summary" data-testid="discomfort-summary">
        {discomfortSummary(told, whose)}
      </p>
      {told.ratings > 0 && (
        <ul className="discomfort-parts">
          {told.parts.map((part) => (
            <PartRow key={part.part} part={part} needed={told.needed} />
          ))}
        </ul>
      )}
      {unknown && <p className="caption">{unknown}</p>}
      <p className="caption">{t('discomfort.note')}</p>
    </ChartCard>
  );
}

interface PartRowProps {
  readonly part: Discomfort['parts'][number];
  readonly needed: Discomfort['needed'];
}

function PartRow({ part, needed }: PartRowProps) {
  const { value, verdict, notes } = partWords(part, needed);
  return (
    <li data-part={part.part}>
      <div className="discomfort-said">
        <strong>{partName(part.part)}</strong>
        <span>{verdict}</span>
      </div>
      {part.rho !== null && (
        <>
          <BalanceScale
            balance={{ asymmetry: part.rho, interval: part.interval, usual: null, limit: 1 }}
            leftLabel={t('discomfort.lessEnd')}
            rightLabel={t('discomfort.moreEnd')}
            label={`${partName(part.part)}: ${verdict}`}
          />
          <div className="discomfort-numbers">
            <strong className="legend-value">{value}</strong>
            {notes.map((note) => (
              <span key={note}>{note}</span>
            ))}
          </div>
        </>
      )}
    </li>
  );
}
