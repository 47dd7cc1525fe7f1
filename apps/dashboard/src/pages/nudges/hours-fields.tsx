import type { NudgeSettings } from '@plumbline/contract';
import { Button } from '../../components/button.tsx';
import { TimeField } from '../../components/time-field.tsx';
import { t } from '../../locales/t.ts';
import {
  changeQuiet,
  type Hours,
  minutesOf,
  timeOf,
  withoutQuiet,
  withQuiet,
} from './nudge-settings-view.ts';

interface HoursFieldsProps {
  readonly legend: string;
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
}

/** From one time of the day to another. */
export function HoursFields({ legend, hours, onChange }: HoursFieldsProps) {
  const set = (key: keyof Hours, time: string) => {
    const minutes = minutesOf(time);
    if (minutes !== null && minutes !== hours[key]) onChange({ ...hours, [key]: minutes });
  };
  return (
    <fieldset className="hours">
      <legend className="field-label">{legend}</legend>
      <div className="form-row">
        <TimeField
          label={t('nudges.settings.from')}
          defaultValue={timeOf(hours.fromMin)}
          onChange={(time) => set('fromMin', time)}
        />
        <TimeField
          label={t('nudges.settings.to')}
          defaultValue={timeOf(hours.toMin)}
          onChange={(time) => set('toMin', time)}
        />
      </div>
    </fieldset>
  );
}

interface QuietTimesProps {
  readonly settings: NudgeSettings;
  readonly onChange: (settings: NudgeSettings) => void;
}

export function QuietTimes({ settings, onChange }: QuietTimesProps) {
  const { quietHours } = settings;
  return (
    <div className="field">
      <p className="field-label">{t('nudges.settings.quiet')}</p>
      {quietHours.length === 0 && <p className="caption">{t('nudges.settings.quietNone')}</p>}
      {quietHours.map((hours, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a quiet time is its place in the list
        <div key={`${index}-${quietHours.length}`} className="quiet-time">
          <HoursFields
            legend={t('nudges.settings.quiet')}
            hours={hours}
            onChange={(next) => onChange(changeQuiet(settings, index, next))}
          />
          <Button
            look="quiet"
            aria-label={t('nudges.settings.removeQuiet', {
              from: timeOf(hours.fromMin),
              to: timeOf(hours.toMin),
            })}
            onPress={() => onChange(withoutQuiet(settings, index))}
          >
            {t('nudges.settings.remove')}
          </Button>
        </div>
      ))}
      <Button onPress={() => onChange(withQuiet(settings))}>{t('nudges.settings.addQuiet')}</Button>
    </div>
  );
}
