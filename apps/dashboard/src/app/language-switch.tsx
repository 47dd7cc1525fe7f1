import { useId } from 'react';
import { LANGUAGES, type Language, language, setLanguage, t } from '../locales/t.ts';
import { fetchPiece } from '../rest/fetch-code.ts';

/** Everything is drawn anew in the language that was chosen, this as well: whoever chose by keyboard goes on from here. */
let wasChosen = false;

function takeFocus(input: HTMLInputElement | null): void {
  if (!wasChosen || input === null || !input.checkVisibility()) return;
  wasChosen = false;
  input.focus();
}

function choose(next: Language): void {
  wasChosen = true;
  void fetchPiece(() => setLanguage(next));
}

/** Languages are named in themselves, so that whoever reads them finds them. */
export function LanguageSwitch() {
  const name = useId();
  return (
    <fieldset className="segmented segmented-text" data-testid="language">
      <legend className="visually-hidden">{t('language.label')}</legend>
      {LANGUAGES.map((choice) => (
        <label key={choice} lang={choice}>
          <input
            type="radio"
            name={name}
            value={choice}
            checked={choice === language}
            ref={choice === language ? takeFocus : null}
            onChange={() => choose(choice)}
          />
          {t(`language.${choice}`)}
        </label>
      ))}
    </fieldset>
  );
}
