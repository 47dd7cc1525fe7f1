import { useState } from 'react';
import { LogoIcon } from '../../components/icons.tsx';
import { t } from '../../locales/t.ts';
import { SetUpForm } from './set-up-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

export function Page() {
  const [first, setFirst] = useState(false);
  return (
    <main className="sign-in" id="main">
      <p className="brand">
        <LogoIcon />
        <span>{t('app.name')}</span>
      </p>
      {first ? <SetUpForm back={() => setFirst(false)} /> : <SignInForm first={() => setFirst(true)} />}
      <p className="caption">{t('app.notMedical')}</p>
    </main>
  );
}
