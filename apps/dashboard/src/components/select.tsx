import {
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components/Select';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';
import { ChevronIcon } from './icons.tsx';

interface SelectProps<V extends string>
  extends Omit<AriaSelectProps<object>, 'className' | 'children' | 'value' | 'onChange' | 'selectionMode'>,
    FieldWords {
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
}

/** One of several, in a list that opens. */
export function Select<V extends string>({
  label,
  hint,
  options,
  value,
  onChange,
  ...props
}: SelectProps<V>) {
  return (
    <AriaSelect {...props} className="field" value={value} onChange={(key) => onChange(key as V)}>
      <FieldHead label={label} />
      <Button className="input select-button">
        <SelectValue />
        <ChevronIcon />
      </Button>
      <FieldFoot hint={hint} />
      <Popover className="popover">
        <ListBox className="list">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} className="list-item">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
