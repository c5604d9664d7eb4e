import { isOwnName, type SpanExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { type Edit, setTo } from '../edit.ts';
import { describeParent } from '../parent.ts';
import { describeStatus, statusOf } from '../status-of.ts';
import type { Subject } from '../subject.ts';
import { durationMs } from '../time.ts';
import { quote } from '../words.ts';
import type { Clause } from './clause.ts';

/** The direct parent, in the same trace. */
export function parentClauses({ parent }: SpanExpectation): Clause[] {
  if (parent === undefined) return [];
  const isParent = matcherOf(parent);
  return [
    {
      rule: '.parent',
      path: ['parent'],
      label: 'parent',
      expected: quote(parent),
      holds(span, subject) {
        const actual = subject.parentOf(span);
        return actual !== undefined && isParent(actual, subject);
      },
      actual: describeParent,
      edit: (span, subject) => nameEdit(['parent'], subject.parentOf(span), subject),
    },
  ];
}

/** Compiles a name when the subject is known, and then only once: a clause meets many spans of one subject. */
function matcherOf(name: string): (span: Span, subject: Subject) => boolean {
  let compiled: { readonly subject: Subject; readonly matches: (span: Span) => boolean } | undefined;
  return (span, subject) => {
    if (compiled?.subject !== subject) compiled = { subject, matches: subject.matcher(name) };
    return compiled.matches(span);
  };
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
  return setTo(path, span.name);
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
      edit: (span) => (span.kind === 'unspecified' ? { kind: 'remove', path } : setTo(path, span.kind)),
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
      expected: status,
      holds: (span) => statusOf(span) === status,
      actual: describeStatus,
      edit: (span) => setTo(path, statusOf(span)),
    },
  ];
}

/** Inclusive bounds. A span without both times, or ending before it starts, satisfies neither. */
export function durationClauses({ duration_ms: bounds }: SpanExpectation): Clause[] {
  const clauses: Clause[] = [];
  const { min, max } = bounds ?? {};
  if (min !== undefined)
    clauses.push(
      durationClause({
        bound: 'min',
        expected: `at least ${min} ms`,
        holds: (actualMs) => actualMs >= min,
        round: Math.floor,
      }),
    );
  if (max !== undefined)
    clauses.push(
      durationClause({
        bound: 'max',
        expected: `at most ${max} ms`,
        holds: (actualMs) => actualMs <= max,
        round: Math.ceil,
      }),
    );
  return clauses;
}

interface DurationBound {
  readonly bound: 'min' | 'max';
  readonly expected: string;
  readonly holds: (actualMs: number) => boolean;
  /** To a whole number of milliseconds that still holds. */
  readonly round: (actualMs: number) => number;
}

function durationClause({ bound, expected, holds, round }: DurationBound): Clause {
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
      return actual === undefined ? { kind: 'remove', path } : setTo(path, round(actual));
    },
  };
}

function describeDuration(span: Span): string {
  const actual = durationMs(span);
  if (actual !== undefined) return `${actual} ms`;
  const isReversed = span.startNs !== undefined && span.endNs !== undefined;
  return isReversed ? 'an end before its start' : 'no start or end time';
}
