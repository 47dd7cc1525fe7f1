import { Link } from 'wouter';
import { Card } from '../../components/card.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { knowledge } from '../../live/angles.ts';
import { useLive } from '../../live/live-context.tsx';
import { t } from '../../locales/t.ts';
import { useBends } from '../../rest/use-bends.ts';
import { FigureCard } from '../live/figure-card.tsx';
import { sensorFacts } from '../live/sensor-facts.ts';
import { BendTest } from './bend-test.tsx';
import { NearCard } from './near-card.tsx';
import { NoSensor } from './no-sensor.tsx';
import { StepCard } from './step-card.tsx';
import { isComplete, isForwardKnown, type SetupFacts, STEPS, stepStates } from './steps.ts';
import './onboarding.css';

const BEND_REM = 4;

/** From a sensor in a box to one that knows how it is worn. */
export function Page() {
  const snapshot = useLive();
  const bends = useBends();
  const { session } = snapshot.model;
  const samples = session?.connection.state === 'live' && knowledge(snapshot.frame) !== 'none';
  const facts: SetupFacts = { session, samples, bends: bends.data ?? null };
  const states = stepStates(facts);
  const parts = {
    find: <Facts facts={sensorFacts(snapshot.model)} />,
    clip: null,
    walk: null,
    bend: <BendPart query={bends} facts={facts} />,
  };
  return (
    <div className="page onboarding">
      <div className="page-head">
        <h1>{t('onboarding.title')}</h1>
      </div>
      <p className="lead">{t('onboarding.lead')}</p>
      <ol className="steps">
        {STEPS.map((step, index) => (
          <StepCard key={step} step={step} place={index + 1} state={states[step]}>
            {parts[step]}
          </StepCard>
        ))}
      </ol>
      <NearCard />
      <div>
        <FigureCard snapshot={snapshot} />
      </div>
      {isComplete(states) ? <Done /> : <NoSensor session={session} />}
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly string[] }) {
  return facts.length === 0 ? null : <p className="caption">{facts.join(' · ')}</p>;
}

interface BendPartProps {
  readonly query: ReturnType<typeof useBends>;
  readonly facts: SetupFacts;
}

function BendPart({ query, facts }: BendPartProps) {
  const isPlayed = (facts.session?.connection.playback ?? null) !== null;
  const note = isPlayed ? 'playback' : isForwardKnown(facts) ? 'known' : null;
  return (
    <QueryView query={query} height={BEND_REM}>
      {(told) => (
        <>
          {told.phase === 'none' && note && <p className="caption">{t(`onboarding.bend.${note}`)}</p>}
          <BendTest told={told} samples={facts.samples} />
        </>
      )}
    </QueryView>
  );
}

function Done() {
  return (
    <Card title={t('onboarding.done.heading')} testId="onboarding-done">
      <p>{t('onboarding.done.text')}</p>
      <p className="choices">
        <Link href="/live" className="button button-primary">
          {t('onboarding.done.live')}
        </Link>
      </p>
    </Card>
  );
}
