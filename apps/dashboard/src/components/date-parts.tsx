import { parseDate } from '@internationalized/date';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';
import { CalendarIcon } from './icons.tsx';

/** Parts of the fields for dates. */

export const dateOf = (text: string | null | undefined) => (text ? parseDate(text) : null);

/** A date typed by its parts; `slot` where a field has two. */
export function DateParts({ slot }: { readonly slot?: 'start' | 'end' }) {
  return (
    <DateInput {...(slot && { slot })} className="input date-input">
      {(segment) => <DateSegment segment={segment} className="date-segment" />}
    </DateInput>
  );
}

interface DateFieldBodyProps extends FieldWords {
  readonly className?: string;
  readonly month: ReactNode;
  /** What is typed into. */
  readonly children: ReactNode;
}

/** Label, what is typed into, and a button that opens a month. */
export function DateFieldBody(props: DateFieldBodyProps) {
  const { label, hint, className = '', month, children } = props;
  return (
    <>
      <FieldHead label={label} />
      <Group className={`input-group ${className}`}>
        {children}
        <Button className="icon-button">
          <CalendarIcon />
        </Button>
      </Group>
      <FieldFoot hint={hint} />
      <Popover className="popover">{month}</Popover>
    </>
  );
}
