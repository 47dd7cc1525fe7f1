import { type Figure, isMet } from './figure.ts';

export type Cell = string | number | null;

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function fixed(value: number | null, digits: number): string {
  return value === null || Number.isNaN(value) ? '-' : value.toFixed(digits);
}

export function percent(share: number | null, digits = 1): string {
  return share === null ? '-' : fixed(100 * share, digits);
}

/** Every figure beside what it should reach; where none has an interval there is no column of them. */
export function figureTable(figures: readonly Figure[]): string {
  const spread = figures.some(({ interval }) => interval);
  return table(
    figureHead(spread),
    figures.map((figure) => figureRow(figure, spread)),
  );
}

export function figureHead(spread: boolean): string[] {
  return ['figure', 'value', ...(spread ? ['95 %'] : []), 'reach', 'met'];
}

export function figureRow(figure: Figure, spread: boolean): Cell[] {
  const met = isMet(figure);
  return [
    figure.id,
    valueText(figure),
    ...(spread ? [intervalText(figure)] : []),
    reachText(figure),
    met === null ? '' : met ? 'yes' : `**no**, by ${distanceText(figure)}`,
  ];
}

export function valueText({ value, unit, digits }: Figure): string {
  return `${fixed(value, digits)} ${unit}`.trimEnd();
}

function intervalText({ interval, digits }: Figure): string {
  return interval ? interval.map((end) => fixed(end, digits)).join(' to ') : '';
}

function reachText({ reach, better }: Figure): string {
  return reach === null ? '' : `${better === 'less' ? '<=' : '>='} ${reach}`;
}

function distanceText({ value, reach, digits }: Figure): string {
  return fixed(Math.abs(value - (reach ?? value)), digits);
}
