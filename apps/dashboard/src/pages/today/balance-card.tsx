import type { Today } from '@plumbline/contract';
import { useState } from 'react';
import { BalanceScale } from '../../charts/balance-scale.tsx';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { t } from '../../locales/t.ts';
import { useTrends } from '../../rest/use-trends.ts';
import { type BalanceRow, balanceCsv, balanceRow, balanceTable, usualOf } from './balance-view.ts';

const TABLE_ID = 'today-balance';
const USUAL_WEEKS = 4;

/** How evenly the wearer turns, with how sure that is and what is usual for them. */
export function BalanceCard({ today: { rotation, date } }: { readonly today: Today }) {
  const [tableOpen, setTableOpen] = useState(false);
  const trends = useTrends(USUAL_WEEKS).data;
  const rows = rotation.map((each) => balanceRow(each, usualOf(trends, each.context)));
  const turned = rotation.some(({ left, right }) => left + right > 0);
  const title = t('today.balance.heading');
  const actions = turned && (
    <ChartActions
      chart={title}
      tableId={TABLE_ID}
      open={tableOpen}
      onToggle={() => setTableOpen(!tableOpen)}
      csv={() => balanceCsv(rotation)}
      fileName={`plumbline-${date}-turning.csv`}
    />
  );
  return (
    <Card title={title} testId="balance" className="balance-card" actions={actions}>
      {turned ? (
        rows.map((row) => <Row key={row.context} row={row} />)
      ) : (
        <None reason={rows[0]?.reason ?? null} />
      )}
      <p className="caption">
        {rows.some(({ balance }) => balance?.usual) && <>{t('today.balance.usual')} </>}
        {t('today.balance.about')}
      </p>
      {tableOpen && (
        <DataTable id={TABLE_ID} caption={t('today.balance.table.caption')} {...balanceTable(rotation)} />
      )}
    </Card>
  );
}

function None({ reason }: { readonly reason: string | null }) {
  return (
    <p className="reason">
      {t('today.balance.none')} {reason}
    </p>
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
