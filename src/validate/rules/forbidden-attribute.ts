import { isOwnName, type KeyPath, type SpanExpectation, type ValueTest } from '../../scenario/index.ts';
import { neededSpans } from '../demands.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';
import { pairsAsTests } from '../tests-of.ts';
import { operatorsOf } from '../value.ts';

type Tests = Readonly<Record<string, ValueTest>>;

/** An attribute that a span must carry and no span may carry. */
export const forbiddenAttribute: Rule = {
  code: 'SW4111',
  name: 'forbidden-attribute',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const forbidden = forbiddenKeys(scope);
      if (forbidden.size === 0) continue;
      for (const { span, at } of neededSpans(scope)) {
        if (isOwnName(span.name)) continue;
        for (const { key, path } of carried(span, (name) => forbidden.has(name))) {
          report({
            message: `${JSON.stringify(span.name)} must carry ${JSON.stringify(key)}, which \`forbid_keys\` forbids on every span`,
            at: [...at, ...path],
            hint: 'keep one of the two',
            related: [{ message: 'forbidden here', at: forbidden.get(key) ?? at }],
          });
        }
      }
    }
  },
};

function forbiddenKeys({ parts }: Scope): Map<string, KeyPath> {
  return new Map(
    parts.flatMap(({ expect, base }) =>
      (expect.hermeticity?.span_attrs?.forbid_keys ?? []).map((key, index): [string, KeyPath] => {
        return [key, [...base, 'hermeticity', 'span_attrs', 'forbid_keys', index]];
      }),
    ),
  );
}

/** The forbidden keys that the span cannot do without. Of alternatives, only when each needs one. */
function carried({ attrs, any_of = [] }: SpanExpectation, isForbidden: (key: string) => boolean) {
  const any = presentKeys(pairsAsTests(attrs?.any));
  const alternatives = any_of.map((tests) => presentKeys(tests).find(isForbidden));
  return [
    ...presentKeys(attrs?.all)
      .filter(isForbidden)
      .map((key) => ({ key, path: ['attrs', 'all', key] })),
    ...(any.length > 0 && any.every(isForbidden)
      ? any.map((key) => ({ key, path: ['attrs', 'any', key] }))
      : []),
    ...(alternatives.includes(undefined)
      ? []
      : alternatives.map((key = '', index) => ({ key, path: ['any_of', index, key] }))),
  ];
}

/** A test for absence leaves the alternatives open, so it stands for a key that nothing forbids. */
function presentKeys(tests: Tests | undefined): string[] {
  return Object.entries(tests ?? {}).map(([key, test]) => (operatorsOf(test)?.exists === false ? '' : key));
}
