import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../locales/t.ts';
import { PAGES } from './pages.ts';

export function NotFound({ home }: { readonly home: string }) {
  const [path] = useLocation();
  useEffect(() => {
    document.title = t('app.title', { page: t('app.notFound.title') });
  }, []);
  const page = PAGES.find((entry) => entry.path === home);
  return (
    <div className="page">
      <section className="card">
        <h1>{t('app.notFound.title')}</h1>
        <p>{t('app.notFound.text', { path })}</p>
        {page && (
          <p>
            <Link href={home}>{t('app.notFound.home', { page: t(page.title) })}</Link>
          </p>
        )}
      </section>
    </div>
  );
}
