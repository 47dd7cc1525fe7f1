import { t } from '../locales/t.ts';
import { useSignOut } from '../rest/use-me.ts';
import { useWho } from './me-context.ts';

/** Nothing in a local installation: nobody signed in. */
export function SignOut() {
  const { name, via } = useWho();
  const signOut = useSignOut();
  if (via === 'local') return null;
  return (
    <div className="signed-in">
      <p>{t('app.person', { name })}</p>
      <button type="button" className="link-button" onClick={() => signOut.mutate()}>
        {t('app.signOut')}
      </button>
    </div>
  );
}
