import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePlaceholders, substitute } from './placeholder.ts';

describe('parsePlaceholders', () => {
  test('finds dotted paths, their defaults and their offsets', () => {
    expect(parsePlaceholders('a ${service.my-api.port.80}/${env.T:-x y}')).toEqual([
      { kind: 'text', text: 'a ' },
      {
        kind: 'placeholder',
        text: '${service.my-api.port.80}',
        offset: 2,
        name: 'service.my-api.port.80',
        root: 'service',
        path: ['my-api', 'port', '80'],
        fallback: undefined,
      },
      { kind: 'text', text: '/' },
      {
        kind: 'placeholder',
        text: '${env.T:-x y}',
        offset: 28,
        name: 'env.T:-x y',
        root: 'env',
        path: ['T'],
        fallback: 'x y',
      },
    ]);
  });

  test.each(['${HOME}', '${#list}', '${a:-b.c}', '${}', '${a..b}', '${ a.b }', '${1.2}', '${'])(
    '%s is not ours',
    (text) => {
      expect(parsePlaceholders(text)).toEqual([{ kind: 'foreign', text, offset: 0 }]);
    },
  );

  test('a doubled dollar is a plain one', () => {
    expect(parsePlaceholders('$${run.id}')).toEqual([
      { kind: 'text', text: '${' },
      { kind: 'text', text: 'run.id}' },
    ]);
  });
});

describe('substitute', () => {
  test('puts values in, once', () => {
    const values = new Map([
      ['capture.id', '${run.id}'],
      ['run.id', '7'],
    ]);
    expect(substitute('${capture.id}-${run.id}', (name) => values.get(name))).toBe('${run.id}-7');
  });

  test('leaves what has no value, and what is a shell’s', () => {
    expect(substitute('${a.b} ${HOME} $${run.id}', () => undefined)).toBe('${a.b} ${HOME} ${run.id}');
  });

  test('changes nothing in text without a dollar brace', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('${')),
        (text) => {
          expect(substitute(text, () => 'x')).toBe(text);
        },
      ),
    );
  });

  test('gives any text back whose dollar braces are doubled', () => {
    const pieces = fc.array(fc.constantFrom('$', '{', '}', '${', 'run.id', '.', ':-', ' '), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        pieces.map((each) => each.join('')),
        (text) => {
          expect(
            substitute(
              text.replaceAll('${', () => '$${'),
              () => 'x',
            ),
          ).toBe(text);
        },
      ),
    );
  });
});
