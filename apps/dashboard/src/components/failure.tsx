import { t } from '../locales/t.ts';
import { isFailure } from '../rest/api-failure.ts';
import { failureWords } from '../rest/failure-words.ts';
import { NewerVersion } from '../rest/fetch-code.ts';
import { useWhenBack } from '../rest/use-when-back.ts';
import { Button } from './button.tsx';

interface FailureProps {
  readonly error: unknown;
  readonly retry: () => void;
  readonly title?: string;
  /** The next try is on its way. */
  readonly isRetrying?: boolean;
}

/** In place of what could not be shown: what happened, why, what to do. */
export function Failure({ error, retry, title, isRetrying = false }: FailureProps) {
  useWhenBack(isFailure(error, 'offline') ? error : null, retry);
  const newer = error instanceof NewerVersion;
  const { what, remedy } = newer
    ? { what: t('failure.newer'), remedy: t('failure.newerRemedy') }
    : failureWords(error);
  return (
    <section className="card failure" role="alert" data-testid="failure">
      <h2>{title ?? t('failure.title')}</h2>
      <p>{what}</p>
      {remedy && <p className="reason">{remedy}</p>}
      <Button isPending={isRetrying} onPress={newer ? () => location.reload() : retry}>
        {t(newer ? 'failure.reload' : 'failure.again')}
      </Button>
    </section>
  );
}
