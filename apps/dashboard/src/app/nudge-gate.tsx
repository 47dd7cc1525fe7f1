import { lazy, Suspense } from 'react';
import { loadWords } from '../locales/t.ts';
import { fetchPiece } from '../rest/fetch-code.ts';

/** After everything that is looked at. */
const NudgeWatch = lazy(async () => {
  const [{ NudgeWatch: Watch }] = await fetchPiece(() =>
    Promise.all([import('../nudges/nudge-watch.tsx'), loadWords(['nudges'])]),
  );
  return { default: Watch };
});

export function NudgeGate() {
  return (
    <Suspense>
      <NudgeWatch />
    </Suspense>
  );
}
