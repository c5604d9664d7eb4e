import { type Report, watched } from '../problems.ts';
import { below } from '../schema/check/context.ts';
import { type CheckInput, check } from '../schema/check.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { addExpectation } from './add-expectation.ts';
import { otelValidation } from './otel-validation-schema.ts';
import { arrayOf, made, renamed, tableOf, without } from './tree.ts';

/** Each table of a native shape, and the key of `[expect]` it becomes. */
const sameShape = {
  expect_graph: 'graph',
  expect_counts: 'counts',
  expect_windows: 'window',
  expect_hermeticity: 'hermeticity',
  expect_order: 'order',
  expect_status: 'status',
} as const;

const evaluatedByNothing = ['validate_exports', 'validate_performance', 'max_overhead_ms'];

/**
 * Turns `[otel_validation]` of clnrm 0.4 into `[expect]`, where it is evaluated for the first time: no clnrm command
 * ever did. What cannot be evaluated is named.
 */
export function normaliseOtelValidation(root: LocatedTable, input: CheckInput): LocatedTable {
  const entry = root.entries.get('otel_validation');
  if (!entry) return root;
  const rest = without(root, 'otel_validation');
  const { report, failed } = watched(input.report);
  const checked = check(otelValidation, entry.value, { ...input, report, at: below(undefined, entry) });
  // What is at fault would be reported a second time where it arrives.
  if (!checked || failed() || entry.value.kind !== 'table') return rest;
  if (!checked.enabled) {
    notEvaluated(entry, '`otel_validation` is not enabled, so nothing in it is evaluated', input.report);
    return rest;
  }
  return expectationsOf(entry.value, input.report).reduce(
    (file, each) => addExpectation(file, each, input.report),
    rest,
  );
}

function expectationsOf(validation: LocatedTable, report: Report): LocatedEntry[] {
  const expectations: LocatedEntry[] = [];
  for (const entry of validation.entries.values()) {
    const { key } = entry;
    if (key === 'expected_spans') expectations.push(...whenWanted('validate_spans', spansOf(entry, report)));
    else if (key === 'expected_traces') expectations.push(...whenWanted('validate_traces', tracesOf(entry)));
    else if (isSameShape(key)) {
      expectations.push(renamed(entry, sameShape[key], `otel_validation.${key}`));
    } else if (evaluatedByNothing.includes(key) && !isFalse(entry.value)) {
      notEvaluated(entry, `\`${key}\` is not evaluated: nothing measures it`, report);
    }
  }
  return expectations;

  function whenWanted(flag: string, expectation: LocatedEntry): LocatedEntry[] {
    const switched = validation.entries.get(flag);
    if (!switched || !isFalse(switched.value)) return [expectation];
    notEvaluated(switched, `\`${flag}\` is false, so \`${expectation.key}\` is not evaluated`, report);
    return [];
  }
}

function isSameShape(key: string): key is keyof typeof sameShape {
  return Object.hasOwn(sameShape, key);
}

function isFalse(value: Located): boolean {
  return value.kind === 'boolean' && !value.value;
}

function notEvaluated(entry: LocatedEntry, message: string, report: Report): void {
  report('SW3020', () => ({ message, place: entry.keyPlace }), 'warning');
}

function spansOf(entry: LocatedEntry, report: Report): LocatedEntry {
  const wanted = tables(entry.value).filter((span) => {
    const required = span.entries.get('required');
    const optional = required !== undefined && isFalse(required.value);
    if (optional)
      notEvaluated(
        required,
        'a span that is not required is not evaluated: its absence says nothing',
        report,
      );
    return !optional;
  });
  return made({
    key: 'span',
    value: arrayOf(entry.value.place, wanted.map(spanOf)),
    keyPlace: entry.keyPlace,
    written: 'otel_validation.expected_spans',
  });
}

function spanOf(span: LocatedTable): LocatedTable {
  const { name, attributes, min_duration_ms: min, max_duration_ms: max } = Object.fromEntries(span.entries);
  const bounds = [min && renamed(min, 'min'), max && renamed(max, 'max')];
  const attrs = attributes && tableOf(attributes.keyPlace, [renamed(attributes, 'all')]);
  const place = (min ?? max)?.keyPlace;
  const duration = place && tableOf(place, bounds);
  return tableOf(span.place, [
    name,
    attrs && made({ key: 'attrs', value: attrs }),
    duration && made({ key: 'duration_ms', value: duration }),
  ]);
}

function tracesOf(entry: LocatedEntry): LocatedEntry {
  const known = ['trace_id', 'span_names', 'complete', 'parent_child'];
  const traces = tables(entry.value).map((trace) => {
    const unknown = [...trace.entries.keys()].filter((key) => !known.includes(key));
    return without(trace, ...unknown);
  });
  return made({
    key: 'trace',
    value: arrayOf(entry.value.place, traces),
    keyPlace: entry.keyPlace,
    written: 'otel_validation.expected_traces',
  });
}

function tables(value: Located): LocatedTable[] {
  return value.kind === 'array' ? value.items.filter((item) => item.kind === 'table') : [];
}
