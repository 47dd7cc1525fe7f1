import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  Button,
  Group,
  Input,
} from 'react-aria-components/NumberField';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';
import { MinusIcon, PlusIcon } from './icons.tsx';

type NumberFieldProps = Omit<AriaNumberFieldProps, 'className' | 'children'> & FieldWords;

/** A number the way the locale writes it; `formatOptions` gives it a unit. */
export function NumberField({ label, hint, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField {...props} className="field">
      <FieldHead label={label} />
      <Group className="input-group">
        <Button slot="decrement" className="icon-button">
          <MinusIcon />
        </Button>
        <Input className="input" />
        <Button slot="increment" className="icon-button">
          <PlusIcon />
        </Button>
      </Group>
      <FieldFoot hint={hint} />
    </AriaNumberField>
  );
}
