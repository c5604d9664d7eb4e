import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Numbers } from './numbers.ts';

function listed(numbers: Numbers, members: readonly number[]): number {
  for (const member of members) numbers.add(member);
  return numbers.list();
}

test('lists have the same number exactly when they are equal', () => {
  const lists = fc.array(fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 5 }), { maxLength: 400 });
  fc.assert(
    fc.property(lists, (all) => {
      const numbers = new Numbers();
      const numberOf = new Map<string, number>();
      for (const list of all) {
        const number = listed(numbers, list);
        const known = numberOf.get(JSON.stringify(list));
        expect(number).toBe(known ?? numberOf.size);
        numberOf.set(JSON.stringify(list), number);
      }
    }),
  );
});

test('tens of thousands of lists, and lists of tens of thousands, are kept apart', () => {
  const numbers = new Numbers();
  for (let index = 0; index < 50_000; index++) expect(listed(numbers, [index, -index])).toBe(index);
  const long = Array.from({ length: 50_000 }, (_, index) => index);
  expect(listed(numbers, long)).toBe(50_000);
  expect(listed(numbers, long.with(49_999, 0))).toBe(50_001);
  expect(listed(numbers, long)).toBe(50_000);
  expect(listed(numbers, [49_999, -49_999])).toBe(49_999);
});

test('a part of a list that has no order is put in one, be it short or long', () => {
  const members = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 60 });
  fc.assert(
    fc.property(members, (bag) => {
      const numbers = new Numbers();
      const inOrder = listed(numbers, [7, ...bag.toSorted((a, b) => a - b)]);
      numbers.add(7);
      for (const member of bag) numbers.add(member);
      numbers.sortFrom(1);
      expect(numbers.list()).toBe(inOrder);
    }),
  );
});
