import type { NudgeSettings } from '@plumbline/contract';
import { useState } from 'react';
import { RadioGroup } from '../../components/radio-group.tsx';
import { t } from '../../locales/t.ts';

type Channel = NudgeSettings['channel'];
const CHANNELS: readonly Channel[] = ['page', 'desktop', 'none'];

interface ChannelChoiceProps {
  readonly channel: Channel;
  readonly onChange: (channel: Channel) => void;
}

/** The browser is asked for notifications only when somebody chooses them. */
export function ChannelChoice({ channel, onChange }: ChannelChoiceProps) {
  const [refused, setRefused] = useState<'denied' | 'unsupported' | null>(null);
  const choose = async (next: Channel) => {
    const answer = next === 'desktop' ? await askForNotifications() : null;
    setRefused(answer);
    if (answer === null) onChange(next);
  };
  return (
    <RadioGroup
      label={t('nudges.settings.channel')}
      hint={t(`nudges.settings.${refused ?? 'channelHint'}`)}
      value={channel}
      onChange={(next) => void choose(next)}
      options={CHANNELS.map((value) => ({ value, label: t(`nudges.settings.channels.${value}`) }))}
    />
  );
}

/** Null: they are allowed. */
async function askForNotifications(): Promise<'denied' | 'unsupported' | null> {
  if (!('Notification' in globalThis)) return 'unsupported';
  return (await Notification.requestPermission()) === 'granted' ? null : 'denied';
}
