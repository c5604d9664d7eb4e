import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ScenarioId } from '../plan.ts';
import { compileSelection, type Selectable } from './selection.ts';

function scenario(file: string, name: string, ...tags: readonly string[]): Selectable {
  return { id: `${file}::${name}` as ScenarioId, file, name, tags }; // as a plan makes them
}

const all = [
  scenario('shop/pay.span.toml', 'pay by card', 'smoke', 'payments'),
  scenario('shop/pay.span.toml', 'pay[os=linux]', 'slow', 'payments'),
  scenario('shop/cart.span.toml', 'cart (empty)', 'smoke', 'db-read'),
  scenario('admin/users.span.toml', 'users', 'slow', 'db-write', 'two words'),
];

function selected(text: string): string[] {
  const compiled = compileSelection(text);
  if ('message' in compiled) throw new Error(compiled.message);
  return all.filter(compiled.matches).map(({ name }) => name);
}

const [card = '', linux = '', cart = '', users = ''] = all.map(({ name }) => name);

test.for<[text: string, ...names: string[]]>([
  ['smoke', card, cart],
  ['smoke and not slow', card, cart],
  ['payments & !slow', card],
  ['slow or db-read', linux, cart, users],
  ['db-*', cart, users],
  ['tag(db-*) and slow', users],
  ['tag(=smoke)', card, cart],
  ['tag(/^db-/)', cart, users],
  ['"two words"', users],
  ["tag('two words')", users],
  ['name(pay)', card, linux],
  ['name(=pay)'],
  ['name(pay*card)', card],
  ['name("cart (empty)")', cart],
  ['name(/^pay( by|\\[)/)', card, linux],
  ['name(/\\(empty\\)/)', cart],
  ['name([os=linux])', linux],
  ['file(shop/*)', card, linux, cart],
  ['file(shop)'],
  ['id(cart.span.toml::cart)', cart],
  ['not (smoke or slow)'],
  ['smoke or slow and db-write', card, cart, users],
  ['NOT smoke AND NOT payments', users],
  ['all()', card, linux, cart, users],
  ['none() || smoke && payments', card],
])('%s', ([text, ...names]) => {
  expect(selected(text)).toEqual(names);
});

it('tells which tags are named as they are', () => {
  const compiled = compileSelection('smoke and not (tag(slow) or db-* or "two words" or name(x))');
  expect('tags' in compiled && compiled.tags).toEqual([
    { tag: 'smoke', offset: 0 },
    { tag: 'slow', offset: 15 },
    { tag: 'two words', offset: 37 },
  ]);
});

describe('what is wrong is said where it is', () => {
  test.for([
    ['', 0, 'something is missing'],
    ['smoke and', 9, 'something is missing'],
    ['smoke slow', 6, '"slow" does not belong here'],
    ['(smoke', 0, 'the parenthesis is never closed'],
    ['smoke)', 5, '")" does not belong here'],
    ['tags(x)', 0, 'there is no `tags(…)`; did you mean tag?'],
    ['name()', 0, '`name()` does not say which'],
    ['all(x)', 0, '`all()` takes nothing'],
    ['name(/(/)', 0, 'it is no regular expression'],
    ['name(pay', 0, 'the parenthesis of `name(` is never closed'],
    ['"smoke', 0, 'the quote is never closed'],
    ['or smoke', 0, '"or" does not belong here'],
    [`${'('.repeat(200)}smoke`, 100, 'more than 100 levels deep'],
  ] as const)('%s', ([text, offset, message]) => {
    const fault = compileSelection(text);
    expect(fault).toMatchObject({ offset });
    expect('message' in fault && fault.message).toContain(message);
  });

  test('any text is a selection or a fault', () => {
    const piece = fc.constantFrom(
      ...[
        'smoke',
        ' ',
        '(',
        ')',
        '"',
        "'",
        'and',
        'or',
        'not',
        '!',
        '&',
        '|',
        '/',
        'name(',
        'tag(',
        '*',
        '=',
        '\\',
        '[',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const compiled = compileSelection(text);
        if ('message' in compiled) expect(compiled.offset).toBeLessThanOrEqual(text.length);
        else for (const each of all) compiled.matches(each);
      }),
      { numRuns: 2000 },
    );
  });
});
