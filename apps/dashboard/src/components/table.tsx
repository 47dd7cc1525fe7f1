import type { ReactNode } from 'react';
import { Table as AriaTable, Cell, Column, Row, TableBody, TableHeader } from 'react-aria-components/Table';

export interface TableColumn<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** Without it the column cannot be sorted by. */
  readonly sortable?: boolean;
  /** Numbers stand at the end, text at the start. */
  readonly numeric?: boolean;
}

export interface TableSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly sort?: TableSort;
  readonly onSort?: (sort: TableSort) => void;
  /** A press, or Enter, on a row. */
  readonly onOpen?: (id: string) => void;
  /** Instead of rows when there are none: what to do next. */
  readonly empty: ReactNode;
}

/** Rows that can be walked through, sorted and opened by keyboard. The numbers behind a chart are a DataTable. */
export function Table<T>({ label, columns, rows, rowId, sort, onSort, onOpen, empty }: TableProps<T>) {
  return (
    <div className="table-scroll">
      <AriaTable
        aria-label={label}
        className="table"
        {...(sort && { sortDescriptor: sort })}
        onSortChange={({ column, direction }) => onSort?.({ column: String(column), direction })}
        {...(onOpen && { onRowAction: (key) => onOpen(String(key)) })}
      >
        <TableHeader>
          {columns.map(({ id, title, sortable = false, numeric }, index) => (
            <Column
              key={id}
              id={id}
              allowsSorting={sortable}
              isRowHeader={index === 0}
              className={side(numeric)}
            >
              {title}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => <div className="empty">{empty}</div>}>
          {rows.map((row) => (
            <Row key={rowId(row)} id={rowId(row)} className="table-row">
              {columns.map(({ id, cell, numeric }) => (
                <Cell key={id} className={side(numeric)}>
                  {cell(row)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </AriaTable>
    </div>
  );
}

function side(numeric: boolean | undefined): string {
  return numeric ? 'table-cell table-number' : 'table-cell';
}
