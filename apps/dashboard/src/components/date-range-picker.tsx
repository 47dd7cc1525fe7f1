import { type CalendarDate, parseDate } from '@internationalized/date';
import { DateRangePicker as AriaDateRangePicker } from 'react-aria-components/DateRangePicker';
import { MonthOfRanges } from './calendar.tsx';
import { DateFieldBody, DateParts, dateOf } from './date-parts.tsx';
import type { DateRange } from './date-range.ts';
import type { FieldWords } from './field-parts.tsx';

interface DateRangePickerProps extends FieldWords {
  readonly value: DateRange | null;
  readonly onChange: (range: DateRange | null) => void;
  readonly min?: string;
  readonly max?: string;
}

/** From one local date to another, both included. */
export function DateRangePicker(props: DateRangePickerProps) {
  const { value, onChange, min, max } = props;
  return (
    <AriaDateRangePicker<CalendarDate>
      className="field"
      value={value && { start: parseDate(value.from), end: parseDate(value.to) }}
      onChange={(range) => onChange(range && { from: range.start.toString(), to: range.end.toString() })}
      minValue={dateOf(min)}
      maxValue={dateOf(max)}
    >
      <DateFieldBody {...props} className="date-range" month={<MonthOfRanges />}>
        <DateParts slot="start" />
        <span aria-hidden="true">–</span>
        <DateParts slot="end" />
      </DateFieldBody>
    </AriaDateRangePicker>
  );
}
