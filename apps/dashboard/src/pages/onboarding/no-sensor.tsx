import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import type { Session } from '../../live/live-model.ts';
import { saidWords } from '../../live/said.ts';
import { t } from '../../locales/t.ts';

const PLAY_RECORDING = 'npx --yes pnpm@12.21.0 start --recording <file>';
const USE_RADIO = 'npx --yes pnpm@12.21.0 start --ble dbus';

/** What is played instead of worn, what keeps the sensor from being heard, and what to do without one. */
export function NoSensor({ session }: { readonly session: Session | null }) {
  const connection = session?.connection;
  return (
    <Card title={t('onboarding.help.heading')} testId="onboarding-help">
      {connection?.playback && <p>{t('onboarding.help.playback', { title: connection.playback.title })}</p>}
      {connection && connection.state !== 'live' && <p>{saidWords(connection.reason)}</p>}
      <ul className="bullets">
        <li>{t('onboarding.help.charge')}</li>
        <li>{t('onboarding.help.phone')}</li>
        <li>
          {t('onboarding.help.radio')} <Command text={USE_RADIO} />
        </li>
        <li>
          {t('onboarding.help.demo')} <Command text={PLAY_RECORDING} />
        </li>
      </ul>
    </Card>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <span className="near-command">
      <code>{text}</code> <CopyButton text={text} label={t('onboarding.near.copy')} />
    </span>
  );
}
