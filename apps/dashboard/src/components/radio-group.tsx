import {
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Radio,
} from 'react-aria-components/RadioGroup';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';

interface RadioGroupProps<V extends string>
  extends Omit<AriaRadioGroupProps, 'className' | 'children' | 'onChange' | 'value' | 'defaultValue'>,
    FieldWords {
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
}

/** A few answers side by side, all to be seen. */
export function RadioGroup<V extends string>({
  label,
  hint,
  options,
  onChange,
  ...props
}: RadioGroupProps<V>) {
  return (
    <AriaRadioGroup {...props} className="field" onChange={(value) => onChange(value as V)}>
      <FieldHead label={label} />
      <div className="choices">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice">
            {option.label}
          </Radio>
        ))}
      </div>
      <FieldFoot hint={hint} />
    </AriaRadioGroup>
  );
}
