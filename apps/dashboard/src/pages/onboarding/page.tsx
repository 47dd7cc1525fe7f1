import { Link } from 'wouter';
import { Card } from '../../components/card.tsx';
import { knowledge } from '../../live/angles.ts';
import { useLive } from '../../live/live-context.tsx';
import { t } from '../../locales/t.ts';
import { FigureCard } from '../live/figure-card.tsx';
import { NoSensor } from './no-sensor.tsx';
import { StepCard } from './step-card.tsx';
import { isComplete, STEPS, stepStates } from './steps.ts';
import { useBends } from './use-bends.ts';
import '../live/live.css';
import './onboarding.css';

export function Page() {
  const snapshot = useLive();
  const { session } = snapshot.model;
  const { bends, again } = useBends();
  const samples = session?.connection.state === 'live' && knowledge(snapshot.frame) !== 'none';
  const states = stepStates({ session, samples, bends });
  return (
    <div className="page onboarding">
      <div className="page-head">
        <h1>{t('onboarding.title')}</h1>
      </div>
      <p className="lead">{t('onboarding.lead')}</p>
      <ol className="steps">
        {STEPS.map((step, index) => (
          <StepCard
            key={step}
            step={step}
            place={index + 1}
            state={states[step]}
            snapshot={snapshot}
            bends={bends}
          />
        ))}
      </ol>
      <div>
        <FigureCard snapshot={snapshot} />
      </div>
      {isComplete(states) ? <Done again={again} /> : <NoSensor session={session} />}
    </div>
  );
}

function Done({ again }: { readonly again: () => void }) {
  return (
    <Card title={t('onboarding.done.heading')} testId="onboarding-done">
      <p>{t('onboarding.done.text')}</p>
      <p className="choices">
        <Link href="/live" className="button button-primary">
          {t('onboarding.done.live')}
        </Link>
        <button type="button" className="button" onClick={again}>
          {t('onboarding.done.again')}
        </button>
      </p>
    </Card>
  );
}
