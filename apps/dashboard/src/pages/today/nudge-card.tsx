import type { NudgeWish, Today } from '@plumbline/contract';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Menu } from '../../components/menu.tsx';
import { tell } from '../../components/toasts.ts';
import { isCurrent } from '../../live/connection-view.ts';
import { useLive } from '../../live/live-context.tsx';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useNudgeWish } from '../../rest/use-nudges.ts';
import { nudgeWords } from './nudge-words.ts';

const SNOOZES_MIN = [5, 10, 20] as const;
const PAUSES_MIN = [30, 60, 120] as const;
const US_PER_MIN = 60e6;
const S_PER_MIN = 60;

interface NudgeCardProps {
  readonly today: Today;
  /** To the settings, unless they stand below. */
  readonly withLink?: boolean;
}

/** When a break is suggested next, why, and what the wearer wants instead. */
export function NudgeCard({ today: { nudge, timeZone }, withLink = true }: NudgeCardProps) {
  const { model, atMs } = useLive();
  const words = nudgeWords(nudge, timeZone, isCurrent(model, atMs));
  return (
    <Card title={t('today.nudge.heading')} testId="nudge" className="nudge-card">
      <p className="nudge-when" data-due={words.due} data-testid="nudge-when">
        {words.when}
      </p>
      {words.text && <p>{words.text}</p>}
      <p className="caption" data-testid="nudge-why">
        {words.why}
      </p>
      <Wishes held={words.held} timeZone={timeZone} />
      <p className="caption nudge-foot">
        {words.count && <span>{words.count}</span>}
        {withLink && (
          <Link href="/nudges" className="text-link">
            {t('today.nudge.settings')}
          </Link>
        )}
      </p>
    </Card>
  );
}

type Ask = (wanted: NudgeWish, told: string) => void;

/** Tells what was set, with a way back. */
function useAsk(): Ask {
  const wish = useNudgeWish();
  return (wanted, told) =>
    wish.mutate(wanted, {
      onSuccess: () => tell({ text: told, ...undoOf(wanted, () => wish.mutate({ kind: 'resume' })) }),
      onError: (error) => tell({ text: t('today.nudge.failed', { reason: failureWords(error).what }) }),
    });
}

function Wishes({ held, timeZone }: { readonly held: boolean; readonly timeZone: string }) {
  const ask = useAsk();
  if (held) {
    return (
      <Button look="primary" onPress={() => ask({ kind: 'resume' }, t('today.nudge.told.resume'))}>
        {t('today.nudge.resume')}
      </Button>
    );
  }
  return (
    <div className="wishes">
      <SnoozeMenu ask={ask} />
      <PauseMenu ask={ask} timeZone={timeZone} />
      <Button onPress={() => ask({ kind: 'stop_today' }, t('today.nudge.told.stop_today'))}>
        {t('today.nudge.stop')}
      </Button>
    </div>
  );
}

function SnoozeMenu({ ask }: { readonly ask: Ask }) {
  return (
    <Menu
      trigger={<Button>{t('today.nudge.snooze')}</Button>}
      items={SNOOZES_MIN.map((minutes) => ({
        id: String(minutes),
        label: t('today.nudge.snoozeFor', { minutes }),
      }))}
      onAction={(id) => {
        const minutes = Number(id);
        ask({ kind: 'snooze', minutes }, t('today.nudge.told.snooze', { minutes }));
      }}
    />
  );
}

function PauseMenu({ ask, timeZone }: { readonly ask: Ask; readonly timeZone: string }) {
  return (
    <Menu
      trigger={<Button>{t('today.nudge.pause')}</Button>}
      items={PAUSES_MIN.map((minutes) => ({
        id: String(minutes),
        label: t('today.nudge.pauseFor', { duration: formats.durationLong(minutes * S_PER_MIN) }),
      }))}
      onAction={(id) => {
        const untilUs = Date.now() * 1000 + Number(id) * US_PER_MIN;
        const time = formats.clock(untilUs, timeZone);
        ask({ kind: 'pause', untilUs }, t('today.nudge.told.pause', { time }));
      }}
    />
  );
}

function undoOf(wanted: NudgeWish, undo: () => void): { undo?: () => void } {
  return wanted.kind === 'resume' ? {} : { undo };
}
