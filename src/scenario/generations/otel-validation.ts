import { type Report, watched } from '../problems.ts';
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
  const at = { parent: undefined, part: entry.key };
  const { report, failed } = watched(input.report);
  const checked = check(otelValidation, entry.value, { ...input, report, at });
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
  return made(
    'span',
    arrayOf(entry.value.place, wanted.map(spanOf)),
    entry.keyPlace,
    'otel_validation.expected_spans',
  );
}

function spanOf(span: LocatedTable): LocatedTable {
  const { name, attributes, min_duration_ms, max_duration_ms } = Object.fromEntries(span.entries);
  const durations = [
    min_duration_ms && renamed(min_duration_ms, 'min'),
    max_duration_ms && renamed(max_duration_ms, 'max'),
  ].filter((each) => each !== undefined);
  const [first] = durations;
  return {
    ...tableOf(
      span.place,
      [
        name,
        attributes &&
          made('attrs', tableOf(attributes.keyPlace, [renamed(attributes, 'all')]), attributes.keyPlace),
        first && made('duration_ms', tableOf(first.keyPlace, durations), first.keyPlace),
      ].filter((each) => each !== undefined),
    ),
    form: span.form,
  };
}

function tracesOf(entry: LocatedEntry): LocatedEntry {
  const known = ['trace_id', 'span_names', 'complete', 'parent_child'];
  const traces = tables(entry.value).map((trace) => {
    const unknown = [...trace.entries.keys()].filter((key) => !known.includes(key));
    return without(trace, ...unknown);
  });
  return made('trace', arrayOf(entry.value.place, traces), entry.keyPlace, 'otel_validation.expected_traces');
}

function tables(value: Located): LocatedTable[] {
  return value.kind === 'array' ? value.items.filter((item) => item.kind === 'table') : [];
}
