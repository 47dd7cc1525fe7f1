import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { LiveProvider } from '../live/live-context.tsx';
import { locale } from '../locales/t.ts';
import { useLanguage } from '../locales/use-language.ts';
import { isFailure } from '../rest/api-failure.ts';
import { useMe } from '../rest/use-me.ts';
import { NewerNote } from './newer-note.tsx';
import { Opening } from './opening.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Shell } from './shell.tsx';
import { SignInGate } from './sign-in-gate.tsx';

export function App({ queries }: { readonly queries: QueryClient }) {
  const language = useLanguage();
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale={locale}>
        <PageBoundary>
          <Entrance key={language} />
        </PageBoundary>
        <NewerNote />
      </I18nProvider>
    </QueryClientProvider>
  );
}

/** The pages for whoever is known, the sign-in page for whoever is not. */
function Entrance() {
  const me = useMe();
  if (me.data) {
    const shell = <Shell key={me.data.person} me={me.data} />;
    return me.data.wearer === null ? shell : <LiveProvider key={me.data.wearer}>{shell}</LiveProvider>;
  }
  if (isFailure(me.error, 'signedOut')) return <SignInGate />;
  return <Opening error={me.error} retry={() => void me.refetch()} />;
}
