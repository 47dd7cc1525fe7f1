import { useId } from 'react';
import { LANGUAGES, language, setLanguage, t } from '../locales/t.ts';
import { fetchPiece } from '../rest/fetch-code.ts';

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
            onChange={() => void fetchPiece(() => setLanguage(choice))}
          />
          {t(`language.${choice}`)}
        </label>
      ))}
    </fieldset>
  );
}
