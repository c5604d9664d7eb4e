import { nearest } from '../../diagnostic/index.ts';
import {
  type ConditionRole,
  type Cursor,
  compileGlob,
  compilePattern,
  parseCondition,
  refuse,
} from '../../scenario/index.ts';
import type { AttributeValue, Span, Trace } from '../../trace/index.ts';
import { numberOf, textOf } from '../value.ts';
import { type FilterFault, type Token, tokensOf } from './tokens.ts';

/** Whether a span of a trace is wanted. */
export type SpanFilter = (span: Span, trace: Trace) => boolean;

/** Fields that a filter can ask about, besides `attr.KEY` and `resource.KEY`. */
export const filterFields = [
  'name',
  'kind',
  'status',
  'service',
  'parent',
  'duration',
  'event',
  'scope',
  'trace',
] as const;

type Field = (typeof filterFields)[number];

/**
 * A filter over spans, such as `name = "GET *" and (duration > 10ms or status = error) and not attr.http.route ~ "^/health"`.
 * `=` compares text, in which `*` and `?` are wildcards; `~` is a regular expression that matches somewhere; `<` and the
 * like compare numbers, and durations with their unit. A field alone asks whether it is there. `and` binds tighter than
 * `or`. Takes time linear in its length; what is wrong is said with its place.
 */
export function compileFilter(text: string): SpanFilter | FilterFault {
  const tokens = tokensOf(text);
  return 'message' in tokens ? tokens : parseCondition<Token, Span, Trace>(tokens, { roleOf, readOne });
}

function roleOf({ kind, value }: Token): ConditionRole {
  if (kind === 'open' || kind === 'close' || kind === 'end') return kind;
  const word = value.toLowerCase();
  return kind === 'word' && (word === 'and' || word === 'or' || word === 'not') ? word : undefined;
}

/** A field, and what it is compared with, if with anything. */
function readOne(cursor: Cursor<Token>): SpanFilter {
  const field = cursor.peek();
  if (field.kind !== 'word')
    refuse(
      field,
      field.kind === 'end' ? 'something is missing' : `"${field.value}" is no field`,
      fieldsText(),
    );
  const values = valuesOf(field.value) ?? unknownField(field);
  cursor.next();
  if (cursor.peek().kind !== 'operator') return (span, trace) => values(span, trace).length > 0;
  const operator = cursor.next();
  const operand = cursor.peek();
  if (operand.kind !== 'word' && operand.kind !== 'text') {
    refuse(operand, `there is nothing to compare \`${field.value}\` with`, 'a word, or text in quotes');
  }
  cursor.next();
  const holds = testOf(operator, operand, field.value);
  return (span, trace) => values(span, trace).some(holds);
}

function testOf(
  { value: operator }: Token,
  operand: Token,
  field: string,
): (value: AttributeValue) => boolean {
  switch (operator) {
    case '=':
    case '==':
      return equality(operand.value, field);
    case '!=': {
      const equal = equality(operand.value, field);
      return (value) => !equal(value);
    }
    case '~':
      return patternOf(operand);
    case '!~': {
      const matches = patternOf(operand);
      return (value) => !matches(value);
    }
    default:
      return orderOf(operator, operand, field);
  }
}

function patternOf(operand: Token): (value: AttributeValue) => boolean {
  const pattern = compilePattern(operand.value);
  if ('error' in pattern) return refuse(operand, `it is no regular expression: ${pattern.error}`, undefined);
  return (value) => pattern.test(textOf(value));
}

function orderOf(operator: string, operand: Token, field: string): (value: AttributeValue) => boolean {
  const bound = field === 'duration' ? milliseconds(operand.value) : numberOf(operand.value);
  if (bound === undefined) {
    const expected = field === 'duration' ? 'a duration such as 10ms or 1.5s' : 'a number';
    return refuse(operand, `"${operand.value}" cannot be compared by \`${operator}\``, expected);
  }
  return (value) => {
    const number = numberOf(value);
    if (number === undefined) return false;
    if (operator === '>') return number > bound;
    if (operator === '>=') return number >= bound;
    return operator === '<' ? number < bound : number <= bound;
  };
}

function unknownField(token: Token): never {
  const meant = nearest(token.value, filterFields);
  const hint = meant ? `; did you mean ${meant}?` : '';
  return refuse(token, `there is no field "${token.value}"${hint}`, fieldsText());
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000 };

/** Spans can be shorter than what a scenario file has units for. */
function milliseconds(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,12}(?:\.\d{1,9})?)(ns|us|µs|ms|s|m)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

function fieldsText(): string {
  return `one of ${filterFields.join(', ')}, attr.KEY or resource.KEY`;
}

/** Words of OpenTelemetry's own are compared in any case. */
const ANY_CASE: ReadonlySet<string> = new Set(['kind', 'status', 'trace']);

function equality(operand: string, field: string): (value: AttributeValue) => boolean {
  const text = ANY_CASE.has(field) ? operand.toLowerCase() : operand;
  const isWild = /[*?]/.test(text);
  if (field === 'duration') {
    const wanted = milliseconds(operand);
    return (value) => numberOf(value) === wanted;
  }
  // A bracket is plain text here: attribute values often have them, and people who search mean them.
  const glob = isWild ? compileGlob(text.replace(/\[/g, '[[]')) : undefined;
  return (value) => (glob ? glob.test(textOf(value)) : textOf(value) === text);
}

type Values = (span: Span, trace: Trace) => readonly AttributeValue[];

/** What a field holds, none or several values; undefined for a field that does not exist. */
function valuesOf(name: string): Values | undefined {
  const [, prefix = '', key = ''] = /^(attr|attributes|resource)\.(.+)$/s.exec(name) ?? [];
  if (prefix === 'resource') return ({ resource }) => present(resource.attributes.get(key));
  if (prefix !== '') return ({ attributes }) => present(attributes.get(key));
  return isField(name) ? fields[name] : undefined;
}

function isField(name: string): name is Field {
  return (filterFields as readonly string[]).includes(name);
}

const fields: Readonly<Record<Field, Values>> = {
  name: ({ name }) => [name],
  kind: ({ kind }) => [kind],
  status: ({ status }) => [status.code],
  service: ({ resource }) => present(resource.attributes.get('service.name')),
  parent: (span, trace) => present(trace.parentOf(span)?.name),
  duration: ({ startNs, endNs }) =>
    startNs === undefined || endNs === undefined ? [] : [Number(endNs - startNs) / 1_000_000],
  event: ({ events }) => events.map((event) => event.name),
  scope: ({ scope }) => (scope.name === '' ? [] : [scope.name]),
  trace: ({ traceId }) => [traceId],
};

function present(value: AttributeValue | undefined): readonly AttributeValue[] {
  return value === undefined ? [] : [value];
}
