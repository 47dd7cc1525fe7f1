import type { Today } from '@plumbline/contract';
import { BalanceScale } from '../../charts/balance-scale.tsx';
import { ChartCard } from '../../charts/chart-card.tsx';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { useTrends } from '../../rest/use-trends.ts';
import { type BalanceRow, balanceCsv, balanceRow, balanceTable, usualOf } from './balance-view.ts';

const USUAL_WEEKS = 4;

/** How evenly the wearer turns, with how sure that is and what is usual for them. */
export function BalanceCard({ today: { rotation, date } }: { readonly today: Today }) {
  const trends = useTrends(USUAL_WEEKS).data;
  const rows = rotation.map((each) => balanceRow(each, usualOf(trends, each.context)));
  const turned = rotation.some(({ left, right }) => left + right > 0);
  if (!turned) return <None reason={rows[0]?.reason ?? null} />;
  return (
    <ChartCard
      title={t('today.balance.heading')}
      testId="balance"
      className="balance-card"
      table={() => ({ caption: t('today.balance.table.caption'), ...balanceTable(rotation) })}
      csv={() => balanceCsv(rotation)}
      fileName={`plumbline-${date}-turning.csv`}
    >
      {rows.map((row) => (
        <Row key={row.context} row={row} />
      ))}
      <p className="caption">
        {rows.some(({ balance }) => balance?.usual) && <>{t('today.balance.usual')} </>}
        {t('today.balance.about')}
      </p>
    </ChartCard>
  );
}

/** Without a turn there is nothing to save either. */
function None({ reason }: { readonly reason: string | null }) {
  return (
    <Card title={t('today.balance.heading')} testId="balance" className="balance-card">
      <p className="reason">
        {t('today.balance.none')} {reason}
      </p>
      <p className="caption">{t('today.balance.about')}</p>
    </Card>
  );
}

function Row({ row }: { readonly row: BalanceRow }) {
  const { context, balance, said, counts, reason } = row;
  return (
    <div className="balance-row" data-testid={`balance-${context}`}>
      <p className="balance-head">
        <span className="balance-name">{t(`today.balance.context.${context}`)}</span>
        <span className="legend-value">{counts}</span>
      </p>
      {balance && (
        <BalanceScale
          balance={balance}
          leftLabel={t('measures.left')}
          rightLabel={t('measures.right')}
          label={said ?? ''}
        />
      )}
      <p className="caption">{[said, reason].filter(Boolean).join(' ')}</p>
    </div>
  );
}
