import type { PlanSettings } from '@plumbline/contract';
import { NumberField } from '../../components/number-field.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { t } from '../../locales/t.ts';

interface PlanFieldsProps {
  readonly settings: PlanSettings;
  readonly onChange: (settings: PlanSettings) => void;
}

const MINUTES = { style: 'unit', unit: 'minute', unitDisplay: 'short' } as const;
const MOST = { breakMin: 30, breaksPerDay: 20, movingMin: 240 } as const;
const DAYS_A_WEEK = 7;

type Ranged = keyof typeof MOST;

/** Each number that a plan consists of. */
export function PlanFields({ settings, onChange }: PlanFieldsProps) {
  const field = (of: Ranged, end: 'least' | 'most', label: string) => (
    <NumberField
      label={label}
      minValue={0}
      maxValue={MOST[of]}
      {...(of === 'breaksPerDay' ? {} : { formatOptions: MINUTES })}
      value={settings[of][end]}
      onChange={(value) => onChange({ ...settings, [of]: { ...settings[of], [end]: whole(value) } })}
    />
  );
  return (
    <>
      <div className="field-row">
        {field('breaksPerDay', 'least', t('person.plan.form.breaksLeast'))}
        {field('breaksPerDay', 'most', t('person.plan.form.breaksMost'))}
      </div>
      <div className="field-row">
        {field('breakMin', 'least', t('person.plan.form.breakLeast'))}
        {field('breakMin', 'most', t('person.plan.form.breakMost'))}
      </div>
      <div className="field-row">
        {field('movingMin', 'least', t('person.plan.form.movingLeast'))}
        {field('movingMin', 'most', t('person.plan.form.movingMost'))}
      </div>
      <NumberField
        label={t('person.plan.form.movingDays')}
        minValue={0}
        maxValue={DAYS_A_WEEK}
        value={settings.movingDaysPerWeek}
        onChange={(value) => onChange({ ...settings, movingDaysPerWeek: whole(value) })}
      />
      <SideFields settings={settings} onChange={onChange} />
    </>
  );
}

const USUAL_RATIO = 1.5;
const RATIO_STEP = 0.1;
const MOST_RATIO = 10;

/** A side to be turned to more, on purpose; mostly there is none. */
function SideFields({ settings, onChange }: PlanFieldsProps) {
  const { favoured } = settings;
  const options = [
    { value: 'none', label: t('person.plan.form.sideNone') },
    { value: 'left', label: t('person.plan.form.sideLeft') },
    { value: 'right', label: t('person.plan.form.sideRight') },
  ] as const;
  const choose = (side: 'none' | 'left' | 'right') =>
    onChange({
      ...settings,
      favoured: side === 'none' ? null : { side, ratio: favoured?.ratio ?? USUAL_RATIO },
    });
  return (
    <div className="field-row">
      <RadioGroup
        label={t('person.plan.form.side')}
        options={options}
        value={favoured?.side ?? 'none'}
        onChange={choose}
      />
      {favoured !== null && (
        <NumberField
          label={t('person.plan.form.ratio')}
          minValue={1 + RATIO_STEP}
          maxValue={MOST_RATIO}
          step={RATIO_STEP}
          value={favoured.ratio}
          onChange={(ratio) => onChange({ ...settings, favoured: { ...favoured, ratio } })}
        />
      )}
    </div>
  );
}

/** An emptied field reads as not a number. */
function whole(value: number): number {
  return Number.isNaN(value) ? 0 : Math.round(value);
}
