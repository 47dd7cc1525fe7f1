import { type CalendarDate, parseDate } from '@internationalized/date';
import {
  DatePicker as AriaDatePicker,
  Button,
  DateInput,
  DateSegment,
  Group,
  Popover,
} from 'react-aria-components/DatePicker';
import { MonthOfDays } from './calendar.tsx';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';
import { CalendarIcon } from './icons.tsx';

interface DatePickerProps extends FieldWords {
  /** `2026-11-21`; null: none chosen. */
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
  readonly min?: string;
  readonly max?: string;
  readonly isRequired?: boolean;
}

const dateOf = (text: string | null | undefined) => (text ? parseDate(text) : null);

/** A local date: typed by its parts or picked from a month. */
export function DatePicker({ label, hint, value, onChange, min, max, isRequired = false }: DatePickerProps) {
  return (
    <AriaDatePicker<CalendarDate>
      className="field"
      value={dateOf(value)}
      onChange={(date) => onChange(date?.toString() ?? null)}
      minValue={dateOf(min)}
      maxValue={dateOf(max)}
      isRequired={isRequired}
    >
      <FieldHead label={label} />
      <Group className="input-group">
        <DateInput className="input date-input">
          {(segment) => <DateSegment segment={segment} className="date-segment" />}
        </DateInput>
        <Button className="icon-button">
          <CalendarIcon />
        </Button>
      </Group>
      <FieldFoot hint={hint} />
      <Popover className="popover">
        <MonthOfDays />
      </Popover>
    </AriaDatePicker>
  );
}
