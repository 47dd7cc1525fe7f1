import type { CalendarDate } from '@internationalized/date';
import { DatePicker as AriaDatePicker } from 'react-aria-components/DatePicker';
import { MonthOfDays } from './calendar.tsx';
import { DateFieldBody, DateParts, dateOf } from './date-parts.tsx';
import type { FieldWords } from './field-parts.tsx';

interface DatePickerProps extends FieldWords {
  /** `2026-11-21`; null: none chosen. */
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
  readonly min?: string;
  readonly max?: string;
  readonly isRequired?: boolean;
}

/** A local date: typed by its parts or picked from a month. */
export function DatePicker(props: DatePickerProps) {
  const { value, onChange, min, max, isRequired = false } = props;
  return (
    <AriaDatePicker<CalendarDate>
      className="field"
      value={dateOf(value)}
      onChange={(date) => onChange(date?.toString() ?? null)}
      minValue={dateOf(min)}
      maxValue={dateOf(max)}
      isRequired={isRequired}
    >
      <DateFieldBody {...props} month={<MonthOfDays />}>
        <DateParts />
      </DateFieldBody>
    </AriaDatePicker>
  );
}
