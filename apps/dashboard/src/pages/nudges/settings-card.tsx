import type { NudgeSettings } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { suggestionWords } from '../../nudges/suggestion-words.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useSetNudges } from '../../rest/use-nudges.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { HoursFields, QuietTimes } from './hours-fields.tsx';
import { minutesOfSeconds, secondsOf } from './nudge-settings-view.ts';

const LIMIT_MIN = { least: 10, most: 240, step: 5 };
const MOST_A_DAY = 20;
const TONES = ['gentle', 'short'] as const;

/** What is changed holds at once, and can be taken back. */
export function SettingsCard({ settings }: { readonly settings: NudgeSettings }) {
  const set = useSetNudges();
  const change = (next: NudgeSettings) =>
    set.mutate(next, {
      onSuccess: () => tell({ text: t('nudges.settings.saved'), undo: () => set.mutate(settings) }),
      onError: (error) => tell({ text: t('nudges.settings.failed', { reason: failureWords(error).what }) }),
    });
  return (
    <Card title={t('nudges.settings.heading')} testId="nudge-settings">
      <div className="settings-grid">
        <Amounts settings={settings} onChange={change} />
        <HoursFields
          legend={t('nudges.settings.hours')}
          hours={settings.activeHours}
          onChange={(activeHours) => change({ ...settings, activeHours })}
        />
        <QuietTimes settings={settings} onChange={change} />
        <ChannelChoice channel={settings.channel} onChange={(channel) => change({ ...settings, channel })} />
        <RadioGroup
          label={t('nudges.settings.tone')}
          value={settings.tone}
          onChange={(tone) => change({ ...settings, tone })}
          options={TONES.map((value) => ({ value, label: t(`nudges.settings.tones.${value}`) }))}
        />
      </div>
      <figure className="preview">
        <figcaption className="caption">{t('nudges.settings.preview')}</figcaption>
        <p data-testid="nudge-preview">
          {suggestionWords(settings, { unbrokenS: null, limitS: settings.limitS })}
        </p>
      </figure>
    </Card>
  );
}

interface AmountsProps {
  readonly settings: NudgeSettings;
  readonly onChange: (settings: NudgeSettings) => void;
}

/** How long, and how often. A field that is being emptied is not a number yet. */
function Amounts({ settings, onChange }: AmountsProps) {
  return (
    <>
      <NumberField
        label={t('nudges.settings.limit')}
        hint={t('nudges.settings.limitHint')}
        value={minutesOfSeconds(settings.limitS)}
        onChange={(minutes) =>
          Number.isFinite(minutes) && onChange({ ...settings, limitS: secondsOf(minutes) })
        }
        minValue={LIMIT_MIN.least}
        maxValue={LIMIT_MIN.most}
        step={LIMIT_MIN.step}
      />
      <NumberField
        label={t('nudges.settings.cap')}
        hint={t('nudges.settings.capHint')}
        value={settings.dailyCap}
        onChange={(dailyCap) => Number.isFinite(dailyCap) && onChange({ ...settings, dailyCap })}
        minValue={0}
        maxValue={MOST_A_DAY}
      />
    </>
  );
}
