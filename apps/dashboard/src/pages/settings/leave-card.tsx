import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { DeleteCountdown, EVERYTHING, UNDO_S } from '../delete-countdown.tsx';

/** For accounts that wear no sensor; others have it beside their data, in Privacy. */
export function LeaveCard() {
  const [leaving, setLeaving] = useState(false);
  return (
    <Card title={t('settings.leave.heading')} testId="settings-leave">
      <p>{t('settings.leave.about', { seconds: UNDO_S })}</p>
      {leaving ? (
        <DeleteCountdown
          wanted={EVERYTHING}
          words={(seconds) => t('settings.leave.pending', { seconds })}
          onEnd={() => setLeaving(false)}
        />
      ) : (
        <Button onPress={() => setLeaving(true)}>{t('settings.leave.button')}</Button>
      )}
    </Card>
  );
}
