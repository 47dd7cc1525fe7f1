import { lazy, Suspense } from 'react';
import { PageSkeleton } from '../components/skeleton.tsx';
import { ToastHost } from '../components/toast-host.tsx';
import { loadWords } from '../locales/t.ts';
import { fetchPiece } from '../rest/fetch-code.ts';

/** Only installations with accounts ever fetch this page. */
const SignInPage = lazy(async () => {
  const [{ Page }] = await fetchPiece(() =>
    Promise.all([import('../pages/sign-in/page.tsx'), loadWords(['sign-in'])]),
  );
  return { default: Page };
});

export function SignInGate() {
  return (
    <>
      <Suspense fallback={<PageSkeleton />}>
        <SignInPage />
      </Suspense>
      <ToastHost />
    </>
  );
}
