import type { SpanExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { type Edit, equalLiteral, quote } from '../literal.ts';
import { isOwnName } from '../names.ts';
import { statusOf } from '../status-of.ts';
import type { Subject } from '../subject.ts';
import { durationMs } from '../time.ts';
import type { Clause } from './clause.ts';

/** The direct parent, in the same trace. */
export function parentClauses({ parent }: SpanExpectation): Clause[] {
  if (parent === undefined) return [];
  let matcher: { readonly subject: Subject; readonly matches: (span: Span) => boolean } | undefined;
  const matcherFor = (subject: Subject) => {
    if (matcher?.subject !== subject) matcher = { subject, matches: subject.matcher(parent) };
    return matcher.matches;
  };
  return [
    {
      rule: '.parent',
      path: ['parent'],
      label: 'parent',
      expected: quote(parent),
      holds(span, subject) {
        const actual = subject.parentOf(span);
        return actual !== undefined && matcherFor(subject)(actual);
      },
      actual: describeParent,
      edit: (span, subject) => nameEdit(['parent'], subject.parentOf(span), subject),
    },
  ];
}

/** What stands above a span, in words. */
export function describeParent(span: Span, subject: Subject): string {
  const parent = subject.parentOf(span);
  if (parent) return quote(parent.name);
  if (span.parentSpanId === span.spanId) return 'itself';
  return span.parentSpanId === undefined ? 'no parent' : 'a parent that was not received';
}

/** Sets a name to that of `span`, or removes the key when there is no such span. */
export function nameEdit(
  path: readonly string[],
  span: Span | undefined,
  subject: Subject,
): Edit | undefined {
  if (!span) return { kind: 'remove', path };
  // The tested system cannot be found under a name that is kept for Spanwright's own spans.
  if (isOwnName(span.name) && !subject.trace.own.includes(span)) return undefined;
  const to = equalLiteral(span.name);
  return to === undefined ? undefined : { kind: 'set', path, to };
}

export function kindClauses({ kind }: SpanExpectation): Clause[] {
  if (kind === undefined) return [];
  const path = ['kind'];
  return [
    {
      rule: '.kind',
      path,
      label: 'kind',
      expected: quote(kind),
      holds: (span) => span.kind === kind,
      actual: (span) => (span.kind === 'unspecified' ? 'none' : quote(span.kind)),
      edit: (span) =>
        span.kind === 'unspecified' ? { kind: 'remove', path } : { kind: 'set', path, to: quote(span.kind) },
    },
  ];
}

export function statusClauses({ status }: SpanExpectation): Clause[] {
  if (status === undefined) return [];
  const path = ['status'];
  return [
    {
      rule: '.status',
      path,
      label: 'status',
      expected: quote(status),
      holds: (span) => statusOf(span) === status,
      actual: (span) => describeStatus(span),
      edit: (span) => ({ kind: 'set', path, to: quote(statusOf(span)) }),
    },
  ];
}

/** The status and the message its sender gave with it. */
export function describeStatus(span: Span): string {
  const word = quote(statusOf(span));
  return span.status.message === '' ? word : `${word} (${quote(span.status.message)})`;
}

/** Inclusive bounds. A span without both times, or ending before it starts, satisfies neither. */
export function durationClauses({ duration_ms: bounds }: SpanExpectation): Clause[] {
  const clauses: Clause[] = [];
  const min = bounds?.min;
  const max = bounds?.max;
  if (min !== undefined)
    clauses.push(durationClause('min', `at least ${min} ms`, (actual) => actual >= min, Math.floor));
  if (max !== undefined)
    clauses.push(durationClause('max', `at most ${max} ms`, (actual) => actual <= max, Math.ceil));
  return clauses;
}

function durationClause(
  bound: 'min' | 'max',
  expected: string,
  holds: (actualMs: number) => boolean,
  round: (actualMs: number) => number,
): Clause {
  const path = ['duration_ms', bound];
  return {
    rule: `.duration_ms.${bound}`,
    path,
    label: 'duration',
    expected,
    holds(span) {
      const actual = durationMs(span);
      return actual !== undefined && holds(actual);
    },
    actual: describeDuration,
    edit(span) {
      const actual = durationMs(span);
      return actual === undefined
        ? { kind: 'remove', path }
        : { kind: 'set', path, to: String(round(actual)) };
    },
  };
}

function describeDuration(span: Span): string {
  const actual = durationMs(span);
  if (actual !== undefined) return `${actual} ms`;
  const reversed = span.startNs !== undefined && span.endNs !== undefined;
  return reversed ? 'an end before its start' : 'no start or end time';
}
