import { canonicalJson } from '../../digest/index.ts';
import { isOwnName, type KeyPath, type SpanExpectation, type ValueTest } from '../../scenario/index.ts';
import { neededSpans } from '../demands.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';
import { conflictOf, operatorsOf, passes, testText } from '../value.ts';

/** One attribute, or resource attribute, for which two expectations want different things of the same span. */
export const attributeBothWays: Rule = {
  code: 'SW4113',
  name: 'attribute-both-ways',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const everywhere = resourceTests(scope);
      for (const { span, at } of neededSpans(scope)) {
        for (const { key, test } of ruledOut(span)) {
          report({
            message: `${JSON.stringify(key)} must pass ${testText(test)}, and \`attrs.none\` rules that out`,
            at: [...at, 'attrs', 'all', key],
            hint: 'keep one of the two',
            related: [{ message: 'ruled out here', at: [...at, 'attrs', 'none', key] }],
          });
        }
        if (isOwnName(span.name)) continue;
        for (const [key, test] of Object.entries(span.resource ?? {})) {
          const other = everywhere.get(key)?.find((each) => conflictOf([test, each.test]) !== undefined);
          if (!other || conflictOf([test]) !== undefined || conflictOf([other.test]) !== undefined) continue;
          report({
            message: `the resource attribute ${JSON.stringify(key)} must be ${testText(test)} here and ${testText(other.test)} on every resource`,
            at: [...at, 'resource', key],
            hint: 'keep one of the two',
            related: [{ message: 'on every resource', at: other.at }],
          });
        }
      }
    }
  },
};

/** Keys whose every value that passes in `all` would also hold in `none`. */
function ruledOut({ attrs }: SpanExpectation): { readonly key: string; readonly test: ValueTest }[] {
  return Object.entries(attrs?.all ?? {}).flatMap(([key, test]) => {
    const none = attrs?.none && Object.hasOwn(attrs.none, key) ? attrs.none[key] : undefined;
    return none !== undefined && implies(test, none) ? [{ key, test }] : [];
  });
}

function implies(test: ValueTest, other: ValueTest): boolean {
  if (canonicalJson(test) === canonicalJson(other)) return true;
  const [operators, wanted] = [operatorsOf(test), operatorsOf(other)];
  if (!wanted || operators?.exists === false) return false;
  if (wanted.exists === true && Object.keys(wanted).length === 1) return true;
  const values = operators?.eq === undefined ? operators?.in : [operators.eq];
  return values?.every((value) => passes(wanted, String(value))) ?? false;
}

function resourceTests({ parts }: Scope): Map<string, { readonly test: ValueTest; readonly at: KeyPath }[]> {
  const placed = parts.flatMap(({ expect, base }) =>
    Object.entries(expect.hermeticity?.resource_attrs?.must_match ?? {}).map(([key, test]) => {
      return { key, test, at: [...base, 'hermeticity', 'resource_attrs', 'must_match', key] };
    }),
  );
  return Map.groupBy(placed, ({ key }) => key);
}
