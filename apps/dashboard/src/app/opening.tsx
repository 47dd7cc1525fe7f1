import { Failure } from '../components/failure.tsx';
import { LogoIcon } from '../components/icons.tsx';
import { PageSkeleton } from '../components/skeleton.tsx';
import { t } from '../locales/t.ts';

interface OpeningProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** Before it is known who is asking: the outline of a page, or why there is none. */
export function Opening({ error, retry }: OpeningProps) {
  return (
    <main className="opening">
      <p className="brand">
        <LogoIcon />
        <span>{t('app.name')}</span>
      </p>
      {error ? <Failure error={error} retry={retry} /> : <PageSkeleton />}
    </main>
  );
}
