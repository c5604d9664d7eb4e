import type {
  Expectations,
  KeyPath,
  ScenarioFile,
  SpanExpectation,
  Step,
  ValueTest,
} from '../scenario/index.ts';
import { leastOf } from './bounds.ts';
import { remembered } from './remembered.ts';

type Tests = Readonly<Record<string, ValueTest>>;

/** One value test and where it stands. */
export interface PlacedTest {
  readonly key: string;
  readonly test: ValueTest;
  readonly at: KeyPath;
  /** `every`: the file fails without it. `some`: an alternative, or of a span that may be absent. `none`: must not hold. */
  readonly role: 'every' | 'some' | 'none';
}

/** Every value test of a file: of spans, of resources, and of JSON that steps print. */
export const testsIn = remembered(({ scenario, expect }: ScenarioFile): readonly PlacedTest[] => [
  ...testsOfExpectations(expect, ['expect']),
  ...scenario.flatMap((each, index) => [
    ...testsOfExpectations(each.expect, ['scenario', index, 'expect']),
    ...each.steps.flatMap((step, position) =>
      testsOfStep(step, ['scenario', index, 'steps', position, 'expect']),
    ),
  ]),
]);

function testsOfExpectations(expect: Expectations | undefined, base: KeyPath): PlacedTest[] {
  const spans = (expect?.span ?? []).flatMap((span, index) => testsOfSpan(span, [...base, 'span', index]));
  const resources = expect?.hermeticity?.resource_attrs?.must_match;
  return [...spans, ...placed(resources, 'every', [...base, 'hermeticity', 'resource_attrs', 'must_match'])];
}

function testsOfSpan(span: SpanExpectation, at: KeyPath): PlacedTest[] {
  const { attrs, any_of, resource } = span;
  const needed = leastOf(span) > 0 ? 'every' : 'some';
  return [
    ...placed(attrs?.all, needed, [...at, 'attrs', 'all']),
    ...placed(pairsAsTests(attrs?.any), 'some', [...at, 'attrs', 'any']),
    ...placed(attrs?.none, 'none', [...at, 'attrs', 'none']),
    ...placed(resource, needed, [...at, 'resource']),
    ...(any_of ?? []).flatMap((tests, index) => placed(tests, 'some', [...at, 'any_of', index])),
  ];
}

function testsOfStep({ expect }: Step, at: KeyPath): PlacedTest[] {
  return (['stdout', 'stderr'] as const).flatMap((stream) =>
    placed(expect?.[stream]?.json, 'every', [...at, stream, 'json']),
  );
}

function placed(tests: Tests | undefined, role: PlacedTest['role'], at: KeyPath): PlacedTest[] {
  return Object.entries(tests ?? {}).map(([key, test]) => ({ key, test, role, at: [...at, key] }));
}

/** `attrs.any` may be a list of `key=value`; the places then lead to the list. */
export function pairsAsTests(any: Tests | readonly string[] | undefined): Tests | undefined {
  if (!isPairs(any)) return any;
  // The same key may occur twice in a list, where in a table it cannot: then it is an `in`.
  const values = Map.groupBy(any, (pair) => pair.slice(0, pair.indexOf('=')));
  const tests = [...values].map(([key, pairs]): [string, ValueTest] => {
    return [key, { in: pairs.map((pair) => pair.slice(pair.indexOf('=') + 1)) }];
  });
  return Object.fromEntries(tests);
}

function isPairs(any: Tests | readonly string[] | undefined): any is readonly string[] {
  return Array.isArray(any);
}
