import type { ReactNode } from 'react';
import { CheckIcon } from '../../components/icons.tsx';
import { t } from '../../locales/t.ts';
import type { Step, StepState } from './steps.ts';

interface StepCardProps {
  readonly step: Step;
  readonly place: number;
  readonly state: StepState;
  /** What belongs to this step alone. */
  readonly children?: ReactNode;
}

/** One thing to do; it ticks itself off. */
export function StepCard({ step, place, state, children }: StepCardProps) {
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
        {children}
      </div>
      <p className="step-state" role="status">
        {t(`onboarding.state.${state}`)}
      </p>
    </li>
  );
}
