import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';

export interface FieldWords {
  readonly label: string;
  /** What to know before filling it in. */
  readonly hint?: string;
}

export function FieldHead({ label }: { readonly label: string }) {
  return <Label className="field-label">{label}</Label>;
}

/** Hint and, when it is not accepted, why. */
export function FieldFoot({ hint }: { readonly hint?: string | undefined }) {
  return (
    <>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </>
  );
}
