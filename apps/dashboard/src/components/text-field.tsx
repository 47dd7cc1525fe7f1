import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
  TextArea,
} from 'react-aria-components/TextField';
import { FieldFoot, FieldHead, type FieldWords } from './field-parts.tsx';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'>, FieldWords {
  /** More than one line. */
  readonly rows?: number;
}

export function TextField({ label, hint, rows, ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} className="field">
      <FieldHead label={label} />
      {rows ? <TextArea className="input" rows={rows} /> : <Input className="input" />}
      <FieldFoot hint={hint} />
    </AriaTextField>
  );
}
