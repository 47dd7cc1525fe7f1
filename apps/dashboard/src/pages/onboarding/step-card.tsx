import { CheckIcon } from '../../components/icons.tsx';
import type { Snapshot } from '../../live/live-store.ts';
import { t } from '../../locales/t.ts';
import { sensorFacts } from '../live/sensor-facts.ts';
import { BENDS, type Step, type StepState } from './steps.ts';

interface StepCardProps {
  readonly step: Step;
  readonly place: number;
  readonly state: StepState;
  readonly snapshot: Snapshot;
  readonly bends: number;
}

/** One thing to do; it ticks itself off. */
export function StepCard({ step, place, state, snapshot, bends }: StepCardProps) {
  return (
    <li
      className="step card"
      data-state={state}
      data-testid={`step-${step}`}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <span className="step-mark" aria-hidden="true">
        {state === 'done' ? <CheckIcon /> : place}
      </span>
      <div className="step-text">
        <h2>{t(`onboarding.step.${step}.title`)}</h2>
        <p>{t(`onboarding.step.${step}.text`)}</p>
        {step === 'find' && <Facts facts={sensorFacts(snapshot.model)} />}
        {step === 'bend' && <Bends bends={bends} />}
      </div>
      <p className="step-state" role="status">
        {t(`onboarding.state.${state}`)}
      </p>
    </li>
  );
}

function Facts({ facts }: { readonly facts: readonly string[] }) {
  return facts.length === 0 ? null : <p className="caption">{facts.join(' · ')}</p>;
}

function Bends({ bends }: { readonly bends: number }) {
  const done = Math.min(bends, BENDS);
  return (
    <p className="bends" data-testid="bends">
      <span className="bend-dots" aria-hidden="true">
        {Array.from({ length: BENDS }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row of places
          <i key={i} data-done={i < done} />
        ))}
      </span>
      {t('onboarding.bends', { done, of: BENDS })}
    </p>
  );
}
