import { useState } from 'react';
import { useLive, useLiveStore } from '../../live/live-context.tsx';
import { t } from '../../locales/t.ts';
import { useToday } from '../../rest/use-today.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { DayCard } from './day-card.tsx';
import { FigureCard } from './figure-card.tsx';
import { PostureCard } from './posture-card.tsx';
import { TracesCard } from './traces-card.tsx';
import './live.css';

export function Page() {
  const store = useLiveStore();
  const snapshot = useLive();
  const [paused, setPaused] = useState(false);
  const today = useToday(paused);
  const pause = (next: boolean) => {
    store.setPaused(next);
    setPaused(next);
  };
  return (
    <div className="live" data-paused={paused}>
      <h1 className="visually-hidden">{t('nav.live')}</h1>
      <ConnectionBar snapshot={snapshot} paused={paused} onPause={pause} />
      <PostureCard snapshot={snapshot} today={today} />
      <DayCard snapshot={snapshot} />
      <FigureCard snapshot={snapshot} />
      <TracesCard snapshot={snapshot} />
    </div>
  );
}
