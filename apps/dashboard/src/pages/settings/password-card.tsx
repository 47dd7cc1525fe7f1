import type { FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useChangePassword } from '../../rest/use-me.ts';

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
    change.mutate({ current: String(given.get('current')), next: String(given.get('next')) }, { onSuccess });
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
