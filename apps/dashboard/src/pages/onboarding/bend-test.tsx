import type { Bends } from '@plumbline/contract';
import { Button } from '../../components/button.tsx';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { goesOn, useBendsRun } from '../../rest/use-bends.ts';
import { bendWords, isEnough } from './bend-words.ts';

/** The bar is full at this tilt, degrees; a bend counts from the mark on. */
const FULL_DEG = 90;

interface BendTestProps {
  readonly told: Bends;
  /** Samples come in: without them nothing can be followed. */
  readonly samples: boolean;
}

/** Guided bends: begun, followed and judged by the server. */
export function BendTest({ told, samples }: BendTestProps) {
  const run = useBendsRun();
  const { phase } = told;
  return (
    <div className="bend-test" data-testid="bend-test" data-phase={phase}>
      {phase !== 'none' && <Dots told={told} />}
      {goesOn(told) && <Depth tiltDeg={told.tiltDeg} />}
      <p className="bend-words" role="status">
        {bendWords(told)}
      </p>
      {run.isError && <p className="reason">{failureWords(run.error).what}</p>}
      <p className="choices">
        {goesOn(told) ? (
          <>
            {isEnough(told) && (
              <Button onPress={() => run.mutate('finish')}>{t('onboarding.bend.finish')}</Button>
            )}
            <Button look="quiet" onPress={() => run.mutate('cancel')}>
              {t('onboarding.bend.cancel')}
            </Button>
          </>
        ) : (
          <Button isDisabled={!samples} isPending={run.isPending} onPress={() => run.mutate('begin')}>
            {t(`onboarding.bend.${BEGIN[phase]}`)}
          </Button>
        )}
      </p>
    </div>
  );
}

const BEGIN = {
  none: 'begin',
  accepted: 'again',
  refused: 'retry',
  stand_still: 'begin',
  bend: 'begin',
} as const;

function Dots({ told: { bends, of } }: { readonly told: Bends }) {
  return (
    <p className="bends" data-testid="bends">
      <span className="bend-dots" aria-hidden="true">
        {Array.from({ length: of }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row of places
          <i key={i} data-done={i < bends} />
        ))}
      </span>
      {t('onboarding.bends', { done: bends, of })}
    </p>
  );
}

/** How far the wearer leans now; the sentence below says it for those who do not see it. */
function Depth({ tiltDeg }: { readonly tiltDeg: number }) {
  const share = Math.min(1, Math.max(0, tiltDeg / FULL_DEG));
  return (
    <div className="bend-depth" aria-hidden="true">
      <i style={{ '--share': share } as React.CSSProperties} />
    </div>
  );
}
