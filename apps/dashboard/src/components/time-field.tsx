import { parseTime } from '@internationalized/date';
import { TimeField as AriaTimeField } from 'react-aria-components/TimeField';
import { clock } from '../locales/t.ts';
import { DateParts } from './date-parts.tsx';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';

const HOURS = { h12: 12, h23: 24 } as const;

interface TimeFieldProps extends FieldWords {
  /** `07:30`, with which it begins. */
  readonly defaultValue: string;
  /** `07:30:00` of each time that is whole. */
  readonly onChange: (time: string) => void;
}

/** A time of the day by the clock that the reader chose; a browser's own field goes by the browser's language. */
export function TimeField({ label, hint, defaultValue, onChange }: TimeFieldProps) {
  return (
    <AriaTimeField
      className="field"
      defaultValue={parseTime(defaultValue)}
      onChange={(time) => time && onChange(time.toString())}
      {...(clock !== 'language' && { hourCycle: HOURS[clock] })}
    >
      <FieldHead label={label} />
      <DateParts />
      <FieldFoot hint={hint} />
    </AriaTimeField>
  );
}
