import type { Report } from '../problems.ts';
import { isDescriptive } from '../schema/check/unknown-key.ts';
import { expectations } from '../schema/expect.ts';
import type { LocatedEntry, LocatedTable } from '../toml/index.ts';
import { addExpectation } from './add-expectation.ts';
import { arrayOf, tableUnder, withEntry } from './tree.ts';
import { unjudged } from './unjudged.ts';

/** Puts right what clnrm's `[expect]` tables write in a form of their own, in the file and in each scenario. */
export function normaliseExpectations(root: LocatedTable, report: Report): LocatedTable {
  const own = inExpect(root, report);
  const scenarios = own.entries.get('scenario');
  if (scenarios?.value.kind !== 'array') return own;
  const items = scenarios.value.items.map((item) => (item.kind === 'table' ? inExpect(item, report) : item));
  return withEntry(own, { ...scenarios, value: { ...scenarios.value, items } });
}

function inExpect(owner: LocatedTable, report: Report): LocatedTable {
  const entry = owner.entries.get('expect');
  if (entry?.value.kind !== 'table') return owner;
  warnOfFlatKeys(entry.value, report);
  return withUnknown(
    withEntry(owner, { ...entry, value: withPairs(entry.value, report) }),
    entry.value,
    report,
  );
}

/** What `[expect]` says that no version reads is a claim all the same, and must not let a run be green. */
function withUnknown(owner: LocatedTable, expect: LocatedTable, report: Report): LocatedTable {
  const unknown = [...expect.entries.values()].filter(({ key }) => !isKnown(key) && !isDescriptive(key));
  const [first, ...others] = unknown;
  return first ? addExpectation(owner, unjudged(first, others, 'expect'), report) : owner;
}

function isKnown(key: string): boolean {
  const { shape } = expectations;
  return shape.kind === 'object' && Object.hasOwn(shape.fields, key);
}

/** Both spellings are read with their meaning in 0.7; in 1.0 they parse and check nothing (clnrm-format a.8). */
function warnOfFlatKeys(expect: LocatedTable, report: Report): void {
  const hermeticity = tableUnder(expect, 'hermeticity');
  for (const [key, nested] of [
    ['resource_attrs_must_match', 'resource_attrs.must_match'],
    ['span_attrs_forbid_keys', 'span_attrs.forbid_keys'],
  ] as const) {
    const entry = hermeticity?.entries.get(key);
    if (!entry) continue;
    report('SW3019', () => ({
      message: `clnrm 1.0 accepts \`${key}\` and checks nothing with it`,
      place: entry.keyPlace,
      hint: `write \`${nested}\`, which every version reads alike`,
    }));
  }
}

/** One pair written flat: `must_precede = ["a", "b"]`. */
function withPairs(expect: LocatedTable, report: Report): LocatedTable {
  const order = expect.entries.get('order');
  if (order?.value.kind !== 'table') return expect;
  let value = order.value;
  for (const key of ['must_precede', 'must_follow']) {
    const entry = value.entries.get(key);
    if (!entry || !isFlatPair(entry)) continue;
    reportFlatPair(entry, report);
    value = withEntry(value, { ...entry, value: arrayOf(entry.value.place, [entry.value]) });
  }
  return withEntry(expect, { ...order, value });
}

function isFlatPair({ value }: LocatedEntry): boolean {
  return (
    value.kind === 'array' && value.items.length === 2 && value.items.every(({ kind }) => kind === 'string')
  );
}

function reportFlatPair({ key, value }: LocatedEntry, report: Report): void {
  report('SW3019', () => ({
    message: `\`${key}\` is one pair; clnrm 1.0 refuses the file for it`,
    place: value.place,
    hint: `write \`${key} = [["…", "…"]]\``,
  }));
}
