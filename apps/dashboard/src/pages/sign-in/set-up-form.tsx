import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { t } from '../../locales/t.ts';
import { useSetUp } from '../../rest/use-me.ts';
import { FormTrouble } from './form-trouble.tsx';
import { typed } from './typed.ts';

export function SetUpForm({ back }: { readonly back: () => void }) {
  const setUp = useSetUp();
  return (
    <form
      className="card"
      onSubmit={(event) => {
        const { code = '', name = '', login = '', password = '' } = typed(event);
        setUp.mutate({ code, name, login, password });
      }}
    >
      <h1>{t('sign-in.setupTitle')}</h1>
      <p className="reason">{t('sign-in.setupText')}</p>
      <TextField name="code" label={t('sign-in.code')} autoComplete="one-time-code" isRequired />
      <TextField name="name" label={t('sign-in.name')} autoComplete="name" isRequired />
      <TextField name="login" label={t('sign-in.login')} autoComplete="username" isRequired />
      <TextField
        name="password"
        type="password"
        label={t('sign-in.password')}
        hint={t('sign-in.passwordHint')}
        autoComplete="new-password"
        isRequired
      />
      <FormTrouble error={setUp.error} />
      <Button look="primary" type="submit" isPending={setUp.isPending}>
        {t('sign-in.setupSubmit')}
      </Button>
      <Button look="quiet" onPress={back}>
        {t('sign-in.back')}
      </Button>
    </form>
  );
}
