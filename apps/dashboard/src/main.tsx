import './app/strict-csp.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startKeepingFocus } from './app/keep-focus.ts';
import { fetchPageAt } from './app/lazy-page.tsx';
import { startLanguage } from './app/start-language.ts';
import { startInstall } from './offline/install.ts';
import { startOffline } from './offline/register.ts';
import { createQueryClient } from './rest/query-client.ts';
import { prefetchMe } from './rest/use-me.ts';
import { startTheme } from './theme/theme.ts';
import './theme/tokens.css';
import './theme/base.css';
import './components/components.css';
import './components/fields.css';
import './components/overlays.css';
import './app/shell.css';
import './theme/forced-colors.css';
import './theme/print.css';

async function start(root: HTMLElement): Promise<void> {
  const queries = createQueryClient();
  // Three things on their way at once, before the first of them is needed.
  prefetchMe(queries);
  fetchPageAt(location.pathname);
  startTheme();
  await startLanguage();
  createRoot(root).render(
    <StrictMode>
      <App queries={queries} />
    </StrictMode>,
  );
  startKeepingFocus();
  startInstall();
  startOffline();
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
await start(root);
