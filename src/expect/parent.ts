import type { Span } from '../trace/index.ts';
import type { Subject } from './subject.ts';
import { quote } from './words.ts';

/** What stands above a span, in words. */
export function describeParent(span: Span, subject: Subject): string {
  const parent = subject.parentOf(span);
  if (parent) return quote(parent.name);
  if (span.parentSpanId === undefined) return 'no parent';
  return span.parentSpanId === span.spanId ? 'itself' : 'a parent that was not received';
}
