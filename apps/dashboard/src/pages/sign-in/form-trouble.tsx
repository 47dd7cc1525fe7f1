import { failureWords } from '../../rest/failure-words.ts';

/** Why the server did not accept what was typed; spoken when it comes. */
export function FormTrouble({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { what, remedy } = failureWords(error);
  return (
    <p className="field-error" role="alert">
      {what} {remedy}
    </p>
  );
}
