import type { Plan, Trends } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { formats, t } from '../../locales/t.ts';
import { planSeries } from './day-series.ts';
import { FactList } from './fact-list.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { type PlanDone, planDone } from './plan-done.ts';
import { PlanFigure } from './plan-figure.tsx';
import { breaksSummary, movingSummary, planFacts } from './visit-facts.ts';
import './plan-card.css';

interface PlanCardProps {
  readonly wearer: string;
  readonly plan: Plan;
  readonly trends: Trends;
  /** On the page of a person: by those to whom the diary is open. */
  readonly mayChange: boolean;
}

/** What was agreed on, what was done of it, and the way to agree on something else. */
export function PlanCard({ wearer, plan, trends, mayChange }: PlanCardProps) {
  const [changing, setChanging] = useState(false);
  const done = planDone(plan, trends);
  const action = mayChange && (
    <Button look="quiet" onPress={() => setChanging(true)}>
      {t('person.plan.change')}
    </Button>
  );
  return (
    <Card title={t('person.plan.title')} testId="plan" className="visit-wide" actions={action}>
      <p className="summary">{sinceWords(plan, trends.timeZone)}</p>
      <div className="plan-parts">
        <FactList facts={planFacts(done)} />
        <PlanCharts plan={plan} trends={trends} done={done} />
      </div>
      <PlanDialog wearer={wearer} settings={plan.settings} open={changing} onOpenChange={setChanging} />
    </Card>
  );
}

export function sinceWords({ changedUs, own }: Plan, timeZone: string): string {
  if (changedUs === null) return t('person.plan.asDelivered');
  const date = formats.dateTime(changedUs, timeZone);
  return t(own ? 'person.plan.changedByYou' : 'person.plan.changed', { date });
}

interface PlanChartsProps {
  readonly plan: Plan;
  readonly trends: Trends;
  readonly done: PlanDone;
}

function PlanCharts({ plan, trends, done }: PlanChartsProps) {
  const dates = trends.dates;
  return (
    <>
      {done.breaksPerDay !== null && (
        <PlanFigure
          title={t('person.plan.breaksChart')}
          name="breaks"
          summary={breaksSummary(done)}
          series={planSeries(plan, dates, 'breaks')}
          say={(value) => formats.number(value)}
        />
      )}
      {done.movingMin !== null && (
        <PlanFigure
          title={t('person.plan.movingChart')}
          name="walking_min"
          summary={movingSummary(done, done.movingMin)}
          series={planSeries(plan, dates, 'movingMin')}
          say={(value) => t('person.plan.minutes', { count: Math.round(value) })}
        />
      )}
    </>
  );
}
