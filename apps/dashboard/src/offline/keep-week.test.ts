import { expect, it } from 'vitest';
import { weekAddresses } from './keep-week.ts';
import { isKept } from './kept.ts';

it('keeps seven days, over the end of a month too, and their weeks', () => {
  const addresses = weekAddresses('2026-03-02');
  expect(addresses.filter((address) => address.startsWith('/v1/days/'))).toHaveLength(7);
  expect(addresses).toEqual(
    expect.arrayContaining(['/v1/days/2026-02-24', '/v1/weeks/2026-03-02', '/v1/weeks/2026-02-23']),
  );
});

it('asks only for what the service worker keeps', () => {
  for (const address of weekAddresses('2026-03-02')) {
    expect(isKept('GET', address.split('?')[0]!)).toBe(true);
  }
});
