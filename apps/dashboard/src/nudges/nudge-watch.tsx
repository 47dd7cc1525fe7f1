import type { AlertAnswer, NudgeSettings } from '@plumbline/contract';
import { useEffect, useState } from 'react';
import { t } from '../locales/t.ts';
import { useAlert, useNudgeLogNow, useNudgeSettings, useNudgeWish } from '../rest/use-nudges.ts';
import { useDayOfWearer } from '../rest/use-today.ts';
import { notify } from './notify.ts';
import { freshSuggestion, type Suggestion } from './suggestion.ts';
import { suggestionWords } from './suggestion-words.ts';
import './nudge-watch.css';

const US_PER_MS = 1000;
const LATER_MIN = 10;

/** While any page is open, also in the background: shows the suggestions of the day as they come. */
export function NudgeWatch() {
  const settings = useNudgeSettings().data;
  const date = useDayOfWearer().data?.date ?? null;
  return settings && settings.channel !== 'none' && date !== null ? (
    <Watching settings={settings} date={date} />
  ) : null;
}

interface WatchingProps {
  readonly settings: NudgeSettings;
  readonly date: string;
}

function Watching({ settings, date }: WatchingProps) {
  const log = useNudgeLogNow(date).data?.log;
  const [answeredUs, setAnsweredUs] = useState(0);
  const due = log ? freshSuggestion(log, answeredUs, Date.now() * US_PER_MS) : null;
  return due && <Note key={due.tUs} settings={settings} due={due} onEnd={() => setAnsweredUs(due.tUs)} />;
}

interface NoteProps {
  readonly settings: NudgeSettings;
  readonly due: Suggestion;
  readonly onEnd: () => void;
}

/** In the flow of the page, where it hides nothing; it goes by itself when it is no longer fresh. */
function Note({ settings, due, onEnd }: NoteProps) {
  const { raise, answer: tellServer } = useAlert();
  const wish = useNudgeWish();
  const { channel } = settings;
  const [text] = useState(() => suggestionWords(settings, due));
  useEffect(() => {
    if (channel === 'none') return;
    raise({ raisedUs: due.tUs, kind: 'break', reason: text, channel });
    if (channel === 'desktop') void notify(t('nudges.title'), text).catch(() => undefined);
  }, [raise, due.tUs, text, channel]);
  const answer = (said: AlertAnswer['answer']) => {
    tellServer(said);
    if (said === 'later') wish.mutate({ kind: 'snooze', minutes: LATER_MIN });
    onEnd();
  };
  return (
    <aside className="nudge-note" aria-label={t('nudges.title')} data-testid="nudge-note">
      <p role="status">{text}</p>
      <button type="button" className="link-button" onClick={() => answer('later')}>
        {t('nudges.later', { minutes: LATER_MIN })}
      </button>
      <button type="button" className="link-button" onClick={() => answer('not_now')}>
        {t('nudges.notNow')}
      </button>
    </aside>
  );
}
