import { type CalendarDate, parseDate } from '@internationalized/date';
import {
  DateRangePicker as AriaDateRangePicker,
  Button,
  DateInput,
  DateSegment,
  Group,
  Popover,
} from 'react-aria-components/DateRangePicker';
import { MonthOfRanges } from './calendar.tsx';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';
import { CalendarIcon } from './icons.tsx';

/** Both dates count. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

interface DateRangePickerProps extends FieldWords {
  readonly value: DateRange | null;
  readonly onChange: (range: DateRange | null) => void;
  readonly min?: string;
  readonly max?: string;
}

const dateOf = (text: string | undefined) => (text ? parseDate(text) : null);

/** From one local date to another, both included. */
export function DateRangePicker({ label, hint, value, onChange, min, max }: DateRangePickerProps) {
  return (
    <AriaDateRangePicker<CalendarDate>
      className="field"
      value={value && { start: parseDate(value.from), end: parseDate(value.to) }}
      onChange={(range) => onChange(range && { from: range.start.toString(), to: range.end.toString() })}
      minValue={dateOf(min)}
      maxValue={dateOf(max)}
    >
      <FieldHead label={label} />
      <Group className="input-group date-range">
        <RangeEnd slot="start" />
        <span aria-hidden="true">–</span>
        <RangeEnd slot="end" />
        <Button className="icon-button">
          <CalendarIcon />
        </Button>
      </Group>
      <FieldFoot hint={hint} />
      <Popover className="popover">
        <MonthOfRanges />
      </Popover>
    </AriaDateRangePicker>
  );
}

function RangeEnd({ slot }: { readonly slot: 'start' | 'end' }) {
  return (
    <DateInput slot={slot} className="input date-input">
      {(segment) => <DateSegment segment={segment} className="date-segment" />}
    </DateInput>
  );
}
