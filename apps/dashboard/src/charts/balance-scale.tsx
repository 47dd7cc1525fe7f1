import { type Balance, balanceLayout } from './balance-layout.ts';
import './charts.css';

interface BalanceScaleProps {
  readonly balance: Balance;
  readonly leftLabel: string;
  readonly rightLabel: string;
  /** What it shows, in words. */
  readonly label: string;
}

/** Left against right on one line: the range, the point, and the wearer's own usual behind them. Left is left everywhere. */
export function BalanceScale({ balance, leftLabel, rightLabel, label }: BalanceScaleProps) {
  const { point, interval, usual } = balanceLayout(balance);
  return (
    <div className="balance" dir="ltr" role="img" aria-label={label}>
      <span className="balance-end">{leftLabel}</span>
      <span className="balance-line">
        {usual && <Stretch className="balance-usual" range={usual} />}
        <span className="balance-even" />
        {interval && <Stretch className="balance-interval" range={interval} />}
        <span className="balance-point" style={{ left: `${point * 100}%` }} />
      </span>
      <span className="balance-end">{rightLabel}</span>
    </div>
  );
}

function Stretch({
  className,
  range: [from, to],
}: {
  readonly className: string;
  readonly range: readonly [number, number];
}) {
  return <span className={className} style={{ left: `${from * 100}%`, right: `${(1 - to) * 100}%` }} />;
}
