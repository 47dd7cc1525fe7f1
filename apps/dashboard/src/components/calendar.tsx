import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar';
import { Heading } from 'react-aria-components/Heading';
import { RangeCalendar } from 'react-aria-components/RangeCalendar';
import { ChevronIcon } from './icons.tsx';

function CalendarHead() {
  return (
    <div className="calendar-head">
      <Button slot="previous" className="icon-button">
        <ChevronIcon side="start" />
      </Button>
      <Heading className="calendar-title" />
      <Button slot="next" className="icon-button">
        <ChevronIcon side="end" />
      </Button>
    </div>
  );
}

const Grid = () => (
  <CalendarGrid className="calendar-grid">
    {(date) => <CalendarCell date={date} className="calendar-cell" />}
  </CalendarGrid>
);

/** The month that a date field opens. */
export function MonthOfDays() {
  return (
    <Calendar className="calendar">
      <CalendarHead />
      <Grid />
    </Calendar>
  );
}

export function MonthOfRanges() {
  return (
    <RangeCalendar className="calendar">
      <CalendarHead />
      <Grid />
    </RangeCalendar>
  );
}
