import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { t } from '../../locales/t.ts';
import { useSignIn } from '../../rest/use-me.ts';
import { FormTrouble } from './form-trouble.tsx';
import { typed } from './typed.ts';

export function SignInForm({ first }: { readonly first: () => void }) {
  const signIn = useSignIn();
  return (
    <form
      className="card"
      onSubmit={(event) => {
        const { login = '', password = '' } = typed(event);
        signIn.mutate({ login, password });
      }}
    >
      <h1>{t('sign-in.title')}</h1>
      <TextField name="login" label={t('sign-in.login')} autoComplete="username" isRequired />
      <TextField
        name="password"
        type="password"
        label={t('sign-in.password')}
        autoComplete="current-password"
        isRequired
      />
      <FormTrouble error={signIn.error} />
      <Button look="primary" type="submit" isPending={signIn.isPending}>
        {t('sign-in.submit')}
      </Button>
      <p className="caption">
        {t('sign-in.setupLead')}{' '}
        <Button look="quiet" onPress={first}>
          {t('sign-in.setupLink')}
        </Button>
      </p>
    </form>
  );
}
