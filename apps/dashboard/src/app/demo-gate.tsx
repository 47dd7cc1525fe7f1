import { lazy, Suspense } from 'react';
import { loadWords } from '../locales/t.ts';
import { fetchPiece } from '../rest/fetch-code.ts';
import { useDemo } from '../rest/use-demo.ts';

/** Only a demonstration ever fetches this. */
const DemoBar = lazy(async () => {
  const [{ DemoBar: Bar }] = await fetchPiece(() =>
    Promise.all([import('./demo-bar.tsx'), loadWords(['demo'])]),
  );
  return { default: Bar };
});

export function DemoGate() {
  const { data } = useDemo();
  return data?.on ? (
    <Suspense fallback={<div className="demo-bar" />}>
      <DemoBar demo={data} />
    </Suspense>
  ) : null;
}
