import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

/** A work that says when it begins and goes on until it is told to end. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const work = (name: string) => async (): Promise<string> => {
    begun.push(name);
    const end = Promise.withResolvers<void>();
    ends.set(name, end);
    await end.promise;
    return name;
  };
  const settle = async (name: string, how: 'resolve' | 'reject' = 'resolve'): Promise<void> => {
    ends.get(name)![how]();
    await new Promise(setImmediate);
  };
  return { begun, work, settle };
}

test('works of one key follow each other, others begin, as many as may', async () => {
  const { begun, work, settle } = works();
  const lanes = new Lanes(2);
  const results = [
    lanes.run(1, work('a')),
    lanes.run(1, work('b')),
    lanes.run(2, work('c')),
    lanes.run(3, work('d')),
  ];
  await new Promise(setImmediate);
  expect(begun).toEqual(['a', 'c']);
  await settle('c');
  expect(begun).toEqual(['a', 'c', 'd']);
  await settle('d');
  expect(begun).toEqual(['a', 'c', 'd']);
  await settle('a');
  await settle('b');
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
});

test('one that fails fails alone', async () => {
  const { begun, work, settle } = works();
  const lanes = new Lanes(1);
  const failed = expect(lanes.run(1, work('a'))).rejects.toBeUndefined();
  const next = [lanes.run(1, work('b')), lanes.run(2, work('c'))];
  await new Promise(setImmediate);
  await settle('a', 'reject');
  await failed;
  expect(begun).toEqual(['a', 'c']);
  await settle('c');
  await settle('b');
  expect(await Promise.all(next)).toEqual(['b', 'c']);
});
