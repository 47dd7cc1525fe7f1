import type { Role } from '@plumbline/contract';
import { Link, useRoute } from 'wouter';
import { Icon } from '../components/icons.tsx';
import { t } from '../locales/t.ts';
import { fetchPage } from './lazy-page.tsx';
import { navigationFor, PAGES, type PageEntry } from './pages.ts';

/** With "More" beside them this fills a narrow screen. */
const BOTTOM_PLACES = 4;

interface NavigationProps {
  readonly roles: readonly Role[];
  /** Tells it from another navigation on the same page. */
  readonly label?: string;
}

/** Every page, in groups; the group's name is said where there are several. */
export function SideNavigation({ roles, label = t('app.navigation') }: NavigationProps) {
  const groups = navigationFor(roles);
  return (
    <nav className="side-nav" aria-label={label}>
      {groups.map(([section, pages]) => (
        <div key={section} className="nav-group">
          {groups.length > 1 && section !== 'common' && <h2>{t(`app.section.${section}`)}</h2>}
          <ul>
            {pages.map((page) => (
              <NavItem key={page.path} page={page} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export function BottomNavigation({ roles }: NavigationProps) {
  const pages = navigationFor(roles).flatMap(([, members]) => members);
  const more = PAGES.find(({ path }) => path === '/more');
  const shown = pages.slice(0, BOTTOM_PLACES);
  return (
    <nav className="bottom-nav" aria-label={t('app.navigation')}>
      <ul>
        {[...shown, ...(more ? [more] : [])].map((page) => (
          <NavItem key={page.path} page={page} />
        ))}
      </ul>
    </nav>
  );
}

function NavItem({ page }: { readonly page: PageEntry }) {
  const [here] = useRoute(page.path);
  // On the way to the link its page is fetched.
  const prepare = () => void fetchPage(page).catch(() => undefined);
  return (
    <li>
      <Link
        href={page.path}
        className="nav-item"
        aria-current={here ? 'page' : undefined}
        onPointerEnter={prepare}
        onFocus={prepare}
      >
        <Icon name={page.icon} />
        <span>{t(page.title)}</span>
      </Link>
    </li>
  );
}
