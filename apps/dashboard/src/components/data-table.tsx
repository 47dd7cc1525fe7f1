import type { ReactNode } from 'react';
import { ScrollBox } from './scroll-box.tsx';

interface DataTableProps {
  readonly id: string;
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly ReactNode[])[];
  /** Columns of words, from 1: they begin where the line begins and wrap; all others are numbers. */
  readonly words?: readonly number[];
}

/** The numbers behind a chart. Scrolls in its own box, which the keyboard reaches. */
export function DataTable({ id, caption, head, rows, words = [] }: DataTableProps) {
  const classOf = (column: number) => (words.includes(column) ? 'words' : undefined);
  return (
    <ScrollBox className="table-box" id={id} label={caption}>
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th key={name} scope="col" className={classOf(column)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity beyond their place
            <tr key={index}>
              <th scope="row">{first}</th>
              {rest.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor have cells
                <td key={column} className={classOf(column + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
