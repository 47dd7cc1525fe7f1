import { figureWords } from './figure-words.ts';
import type { Figure } from './figures.ts';

/** Numbers with what each of them has to be read with: interval, days, the person's own usual. */
export function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="figure-list">
      {figures.map((figure) => {
        const words = figureWords(figure);
        return (
          <div key={words.id} data-figure={words.id}>
            <dt>{words.name}</dt>
            <dd className="figure-value">{words.value}</dd>
            {[words.interval, words.basis, words.usual].flatMap((text) =>
              text === null ? [] : [<dd key={text}>{text}</dd>],
            )}
          </div>
        );
      })}
    </dl>
  );
}
