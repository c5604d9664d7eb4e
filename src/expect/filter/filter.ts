import { nearest } from '../../diagnostic/index.ts';
import { compileGlob, compilePattern } from '../../scenario/index.ts';
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
  if (!Array.isArray(tokens)) return tokens;
  try {
    return new FilterParser(tokens).whole();
  } catch (cause) {
    if (cause instanceof Unreadable) return cause.fault;
    throw cause;
  }
}

/** Thrown and caught in this file only: the parser goes as deep as the parentheses do. */
class Unreadable extends Error {
  readonly fault: FilterFault;
  constructor(fault: FilterFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Parentheses and `not` in one another; people need three. */
const MAX_DEPTH = 100;

class FilterParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): SpanFilter {
    const filter = this.#either();
    const rest = this.#peek();
    if (rest.kind !== 'end')
      this.#fail(rest, `"${rest.value}" does not belong here`, '`and`, `or`, or the end');
    return filter;
  }

  #either(): SpanFilter {
    const options = [this.#all()];
    while (this.#takeWord('or')) options.push(this.#all());
    const [only] = options;
    return options.length === 1 && only ? only : (span, trace) => options.some((each) => each(span, trace));
  }

  #all(): SpanFilter {
    const parts = [this.#part()];
    while (this.#takeWord('and')) parts.push(this.#part());
    const [only] = parts;
    return parts.length === 1 && only ? only : (span, trace) => parts.every((each) => each(span, trace));
  }

  #part(): SpanFilter {
    if (++this.#depth > MAX_DEPTH) this.#fail(this.#peek(), `more than ${MAX_DEPTH} levels deep`, undefined);
    const part = this.#takeWord('not') ? negated(this.#part()) : this.#group();
    this.#depth -= 1;
    return part;
  }

  #group(): SpanFilter {
    const open = this.#peek();
    if (open.kind !== 'open') return this.#comparison();
    this.#at += 1;
    const inside = this.#either();
    const close = this.#peek();
    if (close.kind !== 'close') this.#fail(open, 'the parenthesis is never closed', '`)`');
    this.#at += 1;
    return inside;
  }

  #comparison(): SpanFilter {
    const field = this.#peek();
    if (field.kind !== 'word')
      this.#fail(
        field,
        field.kind === 'end' ? 'something is missing' : `"${field.value}" is no field`,
        fieldsText(),
      );
    const values = valuesOf(field.value);
    if (!values) this.#unknownField(field);
    this.#at += 1;
    const operator = this.#peek();
    if (operator.kind !== 'operator') return (span, trace) => values(span, trace).length > 0;
    this.#at += 1;
    const operand = this.#peek();
    if (operand.kind !== 'word' && operand.kind !== 'text') {
      this.#fail(operand, `there is nothing to compare \`${field.value}\` with`, 'a word, or text in quotes');
    }
    this.#at += 1;
    const holds = this.#test(operator, operand, field.value);
    return (span, trace) => values(span, trace).some(holds);
  }

  #test({ value: operator }: Token, operand: Token, field: string): (value: AttributeValue) => boolean {
    switch (operator) {
      case '=':
      case '==':
        return equality(operand.value, field);
      case '!=': {
        const equal = equality(operand.value, field);
        return (value) => !equal(value);
      }
      case '~':
        return this.#pattern(operand);
      case '!~': {
        const matches = this.#pattern(operand);
        return (value) => !matches(value);
      }
      default:
        return this.#order(operator, operand, field);
    }
  }

  #pattern(operand: Token): (value: AttributeValue) => boolean {
    const pattern = compilePattern(operand.value);
    if ('error' in pattern) this.#fail(operand, `it is no regular expression: ${pattern.error}`, undefined);
    return (value) => pattern.test(textOf(value));
  }

  #order(operator: string, operand: Token, field: string): (value: AttributeValue) => boolean {
    const bound = field === 'duration' ? milliseconds(operand.value) : numberOf(operand.value);
    if (bound === undefined) {
      const expected = field === 'duration' ? 'a duration such as 10ms or 1.5s' : 'a number';
      this.#fail(operand, `"${operand.value}" cannot be compared by \`${operator}\``, expected);
    }
    return (value) => {
      const number = numberOf(value);
      if (number === undefined) return false;
      if (operator === '>') return number > bound;
      if (operator === '>=') return number >= bound;
      return operator === '<' ? number < bound : number <= bound;
    };
  }

  #unknownField(token: Token): never {
    const meant = nearest(token.value, filterFields);
    const hint = meant ? `; did you mean ${meant}?` : '';
    return this.#fail(token, `there is no field "${token.value}"${hint}`, fieldsText());
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '', offset: 0, length: 1 };
  }

  #takeWord(word: string): boolean {
    const { kind, value } = this.#peek();
    if (kind !== 'word' || value.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #fail({ offset, length }: Token, message: string, expected: string | undefined): never {
    throw new Unreadable({ message, offset, length, expected });
  }
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

function negated(filter: SpanFilter): SpanFilter {
  return (span, trace) => !filter(span, trace);
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
