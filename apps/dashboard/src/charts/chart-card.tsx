import type { ReactNode } from 'react';
import { Card } from '../components/card.tsx';
import { type ChartNumbers, useChartTable } from './use-chart-table.tsx';

interface ChartCardProps extends ChartNumbers {
  readonly title: string;
  readonly testId: string;
  readonly className?: string;
  /** Beside the buttons of every chart. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A card for a chart, with its numbers as a table below it and as a file. */
export function ChartCard({ title, testId, className, actions, children, ...numbers }: ChartCardProps) {
  const { buttons, table } = useChartTable(title, numbers);
  const all = (
    <>
      {buttons}
      {actions}
    </>
  );
  return (
    <Card {...{ title, testId }} {...(className !== undefined && { className })} actions={all}>
      {children}
      {table}
    </Card>
  );
}
