import { Card } from '../components/card.tsx';
import { t } from '../locales/t.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useWho } from './me-context.ts';
import { SideNavigation } from './navigation.tsx';
import { SignOut } from './sign-out.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** On narrow screens: what the side bar holds on wide ones. */
export function Page() {
  const { roles } = useWho();
  return (
    <div className="page">
      <h1>{t('nav.more')}</h1>
      <Card title={t('app.allPages')} testId="more-pages">
        <SideNavigation roles={roles} label={t('app.allPages')} />
      </Card>
      <Card title={t('theme.legend')} testId="more-theme">
        <ThemeSwitch />
      </Card>
      <Card title={t('language.label')} testId="more-language">
        <LanguageSwitch />
      </Card>
      <SignOut />
    </div>
  );
}
