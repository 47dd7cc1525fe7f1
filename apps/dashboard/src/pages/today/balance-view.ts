import type { Today, Trends } from '@plumbline/contract';
import type { Balance } from '../../charts/balance-layout.ts';
import { toCsv } from '../../charts/csv.ts';
import { formats, t } from '../../locales/t.ts';
import { balanceWords } from '../../measures/balance-words.ts';
import { asymmetryWords } from '../../measures/measure-words.ts';
import { reasonWords } from '../../measures/reason-words.ts';

type RotationBalance = Today['rotation'][number];

export interface BalanceRow {
  readonly context: RotationBalance['context'];
  readonly counts: string;
  /** Null: too little to say anything. */
  readonly balance: Balance | null;
  /** Which way and how sure, in one sentence. */
  readonly said: string | null;
  /** Why there is no index, or a caution about it. */
  readonly reason: string | null;
}

/** The wearer's own middle half of each context, from the trends of four weeks. */
export function usualOf(trends: Trends | undefined, context: RotationBalance['context']): Balance['usual'] {
  const usual = trends?.measures.find(({ id }) => id === `rotation_asymmetry_${context}`)?.usual;
  return usual ? [usual.low, usual.high] : null;
}

export function balanceRow(rotation: RotationBalance, usual: Balance['usual']): BalanceRow {
  const { context, asymmetry, interval, left, right, reason } = rotation;
  const balance = asymmetry === null ? null : { asymmetry, interval, usual };
  return {
    context,
    counts: t('today.balance.counts', { left, right }),
    balance,
    said: balance && balanceWords(balance),
    reason: reason === null ? null : reasonWords(reason),
  };
}

export function balanceTable(rotations: readonly RotationBalance[]) {
  const head = (['context', 'left', 'right', 'index', 'low', 'high'] as const).map((key) =>
    t(`today.balance.table.${key}`),
  );
  const rows = rotations.map(({ context, left, right, asymmetry, interval }) => [
    t(`today.balance.context.${context}`),
    formats.number(left),
    formats.number(right),
    ...[asymmetry, interval?.[0] ?? null, interval?.[1] ?? null].map(indexWords),
  ]);
  return { head, rows };
}

function indexWords(value: number | null): string {
  return value === null ? t('measures.none') : asymmetryWords(value);
}

export function balanceCsv(rotations: readonly RotationBalance[]): string {
  const head = ['context', 'left', 'right', 'asymmetry', 'low', 'high'];
  return toCsv(
    head,
    rotations.map(({ context, left, right, asymmetry, interval }) => [
      context,
      left,
      right,
      asymmetry,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
    ]),
  );
}
