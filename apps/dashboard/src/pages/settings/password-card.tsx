import type { FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useChangePassword } from '../../rest/use-me.ts';
import { useTokens } from '../../rest/use-tokens.ts';
import { isAlive } from '../token-life.ts';

/** Only where there are accounts. */
export function PasswordCard() {
  const change = useChangePassword();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const onSuccess = () => {
      form.reset();
      tell({ text: t('settings.password.done') });
    };
    const [current, next] = [String(given.get('current')), String(given.get('next'))];
    change.mutate({ current, next, revokeTokens: given.has('revokeTokens') }, { onSuccess });
  };
  return (
    <Card title={t('settings.password.heading')} testId="settings-password">
      <form className="settings-form" onSubmit={submit}>
        <TextField
          name="current"
          type="password"
          label={t('settings.password.current')}
          autoComplete="current-password"
          isRequired
        />
        <TextField
          name="next"
          type="password"
          label={t('settings.password.next')}
          autoComplete="new-password"
          isRequired
        />
        <RevokeTokens />
        {change.error && (
          <p className="field-error" role="alert">
            {failureWords(change.error).what} {failureWords(change.error).remedy}
          </p>
        )}
        <Button type="submit" isPending={change.isPending}>
          {t('settings.password.submit')}
        </Button>
      </form>
    </Card>
  );
}

/** A token works without the password, so a new one alone does not end it. */
function RevokeTokens() {
  const { data = [] } = useTokens();
  const count = data.filter((token) => token.kind === 'personal' && isAlive(token)).length;
  if (count === 0) return null;
  return (
    <div>
      <Checkbox name="revokeTokens">{t('settings.password.revokeTokens', { count })}</Checkbox>
      <p className="caption">{t('settings.password.gatewaysStay')}</p>
    </div>
  );
}
