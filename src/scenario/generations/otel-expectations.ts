import type { Report } from '../problems.ts';
import { isDescriptive } from '../schema/check/unknown-key.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { addExpectation } from './add-expectation.ts';
import { arrayOf, made, renamed, tableOf, textAt, without } from './tree.ts';
import { unjudged } from './unjudged.ts';

const TABLE = 'otel_expectations';

/** Why a run was expected to be found out, in words: nothing that a trace could prove. */
const reasons = new Set(['failure_reason', 'validator_failures']);

/**
 * Turns `[otel_expectations]`, which clnrm's fake-green files have and no clnrm reads, into `[expect]`: what can only mean
 * one thing is evaluated, and every other claim leaves the verdict open. So a run is never green on claims nobody judged.
 */
export function normaliseOtelExpectations(root: LocatedTable, report: Report): LocatedTable {
  const entry = root.entries.get(TABLE);
  // Anything but a table says nothing that could be claimed, and stays an unknown key.
  if (entry?.value.kind !== 'table') return root;
  report('SW3019', () => ({
    message: `clnrm ignores \`${TABLE}\`; here it is evaluated as far as its meaning is certain`,
    place: entry.keyPlace,
    hint: 'write what the trace must prove in `[expect]`',
  }));
  let file = without(root, TABLE);
  const open: LocatedEntry[] = [];
  for (const claim of entry.value.entries.values()) {
    if (reasons.has(claim.key) || isDescriptive(claim.key)) continue;
    const expectation = expectationOf(claim);
    if (expectation) file = addExpectation(file, expectation, report);
    else open.push(claim);
  }
  for (const claim of open) reportOpen(claim, report);
  const [first, ...others] = open;
  return first ? addExpectation(file, unjudged(first, others, TABLE), report) : file;
}

function reportOpen({ key, keyPlace }: LocatedEntry, report: Report): void {
  report(
    'SW3020',
    () => ({
      message: `nothing evaluates \`${key}\` of \`${TABLE}\`, so a run is undecided at best`,
      place: keyPlace,
      hint: 'say it with another key of `[expect]`, or remove it',
    }),
    'warning',
  );
}

/** The native expectation that says the same; undefined where that is not certain. */
function expectationOf(claim: LocatedEntry): LocatedEntry | undefined {
  const { key, value } = claim;
  if (key === 'expected_minimum_spans' && value.kind === 'integer') return atLeast(claim, value);
  // Every trace that has spans has one without a parent, or one whose parent is missing, which is reported by itself.
  if (key === 'has_root_span' && value.kind === 'boolean' && value.value)
    return spansNamed(claim, [textAt(value.place, '*')]);
  // What a fake leaves out is what a real run sends.
  if (key === 'missing_child_spans' && value.kind === 'array') return spansNamed(claim, value.items);
  return undefined;
}

function atLeast(claim: LocatedEntry, least: Located): LocatedEntry {
  const bound = tableOf(claim.keyPlace, [made({ key: 'gte', value: least })]);
  const total = renamed({ ...claim, value: bound }, 'spans_total');
  return made({ key: 'counts', value: tableOf(claim.keyPlace, [total]), written: `${TABLE}.${claim.key}` });
}

function spansNamed(claim: LocatedEntry, names: readonly Located[]): LocatedEntry {
  const spans = names.map((name) => tableOf(name.place, [made({ key: 'name', value: name })]));
  return renamed({ ...claim, value: arrayOf(claim.value.place, spans) }, 'span', `${TABLE}.${claim.key}`);
}
