import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdTable } from './id-table.ts';

test('numbers pairs like a Map of their text does, through any growth', () => {
  const id = fc.uint8Array({ minLength: 24, maxLength: 24 });
  const ids = fc.array(
    fc.oneof(id, fc.constantFrom(new Uint8Array(24).fill(1), new Uint8Array(24).fill(2))),
    {
      maxLength: 300,
    },
  );
  fc.assert(
    fc.property(ids, (sought) => {
      const table = new IdTable();
      const model = new Map<string, number>();
      for (const bytes of sought) {
        const key = Buffer.from(bytes).toString('hex');
        const expected = model.get(key) ?? model.size;
        model.set(key, expected);
        expect(table.numberOf(bytes, 0, 16)).toBe(expected);
      }
      expect(table.size).toBe(model.size);
    }),
  );
});

test('tells ids apart that differ in one byte, wherever their parts are', () => {
  const table = new IdTable();
  const bytes = new Uint8Array(40).fill(9);
  const number = table.numberOf(bytes, 3, 21);
  for (const at of [3, 10, 18, 21, 28]) {
    bytes[at] = 8;
    expect(table.numberOf(bytes, 3, 21)).not.toBe(number);
    bytes[at] = 9;
  }
  for (const outside of [2, 19, 20, 29]) bytes[outside] = 0;
  expect(table.numberOf(bytes, 3, 21)).toBe(number);
});

test('reserved numbers are given to nobody else', () => {
  const table = new IdTable();
  const bytes = Buffer.alloc(24);
  const numbers = Array.from({ length: 500 }, (_, index) => {
    bytes.writeUInt32BE(index, 4);
    return index % 3 === 0 ? table.reserve() : table.numberOf(bytes, 0, 16);
  });
  expect(new Set(numbers).size).toBe(500);
  bytes.writeUInt32BE(1, 4);
  expect(table.numberOf(bytes, 0, 16)).toBe(numbers[1]);
});

test('takes some 40 bytes for a pair', () => {
  const table = new IdTable();
  const bytes = Buffer.alloc(24);
  for (let index = 0; index < 65_536; index += 1) {
    bytes.writeUInt32BE(index, 20);
    table.numberOf(bytes, 0, 16);
  }
  expect(table.bytes / table.size).toBeLessThan(40);
});
