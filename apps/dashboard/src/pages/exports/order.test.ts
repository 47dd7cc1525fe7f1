import { newStudyExportSchema } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { notCovered, ordersOf, type Wish } from './order.ts';

const wish: Wish = {
  participants: ['P000001', 'P000002'],
  tables: ['samples', 'days'],
  format: 'parquet',
  dates: { from: '2026-03-02', to: '2026-03-02' },
};

describe('orders', () => {
  test('are one for each participant, and valid', () => {
    const orders = ordersOf(wish);
    expect(orders.map(({ participant }) => participant)).toEqual(wish.participants);
    for (const order of orders) expect(newStudyExportSchema.parse(order)).toEqual(order);
  });

  test('hold both dates whole', () => {
    const fromUs = Date.parse('2026-03-02T00:00:00Z') * 1000;
    expect(ordersOf(wish)[0]).toMatchObject({ fromUs, untilUs: fromUs + 86_400e6 });
  });

  test('of everything name no span', () => {
    expect(ordersOf({ ...wish, dates: null })[0]).not.toHaveProperty('fromUs');
  });

  test('of dates that run backwards are none, and not everything', () => {
    expect(ordersOf({ ...wish, dates: { from: '2026-03-02', to: '2026-03-01' } })).toEqual([]);
  });

  test('of no table are none', () => {
    expect(ordersOf({ ...wish, tables: [] })).toEqual([]);
  });
});

test('whoever does not open a chosen table is named', () => {
  const known = [
    { participant: 'P000001', scopes: ['raw', 'summary'] as const },
    { participant: 'P000002', scopes: ['summary'] as const },
  ].map(({ participant, scopes }) => ({ participant, scopes: [...scopes] }));
  expect(notCovered(wish, known)).toEqual(['P000002']);
  expect(notCovered({ ...wish, tables: ['days'] }, known)).toEqual([]);
});
