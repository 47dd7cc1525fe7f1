export interface Fact {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly notes: readonly (string | null)[];
}

/** Facts that are no measures: what a number rests on, what was planned. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="figure-list">
      {facts.map(({ id, name, value, notes }) => (
        <div key={id} data-figure={id}>
          <dt>{name}</dt>
          <dd className="figure-value">{value}</dd>
          {notes.flatMap((note) => (note === null ? [] : [<dd key={note}>{note}</dd>]))}
        </div>
      ))}
    </dl>
  );
}
