import type { Me } from '@plumbline/contract';
import { Suspense, useEffect, useReducer, useRef } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { LogoIcon } from '../components/icons.tsx';
import { PageSkeleton } from '../components/skeleton.tsx';
import { ToastHost } from '../components/toast-host.tsx';
import { t } from '../locales/t.ts';
import { useKeepWeek } from '../offline/keep-week.ts';
import { useDiaryOutbox } from '../rest/diary-outbox.ts';
import { DemoGate } from './demo-gate.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { lazyPage } from './lazy-page.tsx';
import { MeContext } from './me-context.ts';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { NotFound } from './not-found.tsx';
import { NudgeGate } from './nudge-gate.tsx';
import { OfflineNote } from './offline-note.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { homeOf, type PageEntry, pagesFor } from './pages.ts';
import { ShellConnection } from './shell-connection.tsx';
import { SignOut } from './sign-out.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { ZoneNote } from './zone-note.tsx';

/** What stays while pages change: the way around, the connection, the reader's own settings. */
export function Shell({ me }: { readonly me: Me }) {
  useDiaryOutbox(me.person);
  useKeepWeek(me.wearer);
  return (
    <MeContext value={me}>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <div className="shell">
        <header className="masthead">
          <p className="brand">
            <LogoIcon />
            <span>{t('app.name')}</span>
          </p>
          {me.wearer !== null && <ShellConnection />}
        </header>
        <aside className="sidebar">
          <SideNavigation roles={me.roles} />
          <div className="sidebar-foot">
            <ThemeSwitch />
            <LanguageSwitch />
            <SignOut />
          </div>
        </aside>
        <div className="stage">
          <DemoGate />
          <OfflineNote />
          {me.wearer !== null && <NudgeGate />}
          <Pages me={me} />
          <footer className="colophon">
            <p>{t('app.notMedical')}</p>
            {me.wearer !== null && <ZoneNote />}
          </footer>
        </div>
        <BottomNavigation roles={me.roles} />
      </div>
      <ToastHost />
    </MeContext>
  );
}

function Pages({ me }: { readonly me: Me }) {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(location);
  // A new page is read from its beginning, by eye and by ear.
  useEffect(() => {
    if (first.current === location) return;
    first.current = location;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [location]);
  return (
    <main id="main" tabIndex={-1} ref={main}>
      <Switch>
        <Route path="/">
          <Redirect to={homeOf(me.roles)} replace />
        </Route>
        {pagesFor(me.roles).map((page) => (
          <Route key={page.path} path={page.path}>
            <PageFrame page={page} location={location} />
          </Route>
        ))}
        <Route>
          <NotFound home={homeOf(me.roles)} />
        </Route>
      </Switch>
    </main>
  );
}

function PageFrame({ page, location }: { readonly page: PageEntry; readonly location: string }) {
  const [, fetchAgain] = useReducer((tries: number) => tries + 1, 0);
  const Content = lazyPage(page);
  useEffect(() => {
    document.title = t('app.title', { page: t(page.title) });
  }, [page]);
  return (
    <PageBoundary key={location} retried={fetchAgain}>
      <Suspense fallback={<PageSkeleton />}>
        <Content />
      </Suspense>
    </PageBoundary>
  );
}
