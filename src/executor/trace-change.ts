import { diffTraces, findingsOf } from '../diff/index.ts';
import type { SpanChange, TraceChange } from '../event/index.ts';
import type { Attempt } from './judge.ts';

/** More would fill a record, and say no more. */
const MAX_DIFFERENCES = 20;

/** How the trace of one attempt differs from that of another; undefined when one of them has none. */
export function traceChange(before: Attempt, after: Attempt): TraceChange | undefined {
  if (!before.trace || !after.trace) return undefined;
  const diff = diffTraces(before.trace, after.trace);
  const kept = diff.differences.slice(0, MAX_DIFFERENCES);
  return {
    before: before.record.attempts,
    after: after.record.attempts,
    differences: kept.map(({ kind, path, newPath, members }) => ({ kind, path, newPath, members })),
    omitted: diff.differences.length - kept.length,
    findings: findingsOf(diff.pair),
  };
}

/** Such as ``span `checkout > charge` is missing``. */
export function changeText({ kind, path, newPath, members }: SpanChange): string {
  const span = `span \`${path.join(' > ')}\``;
  switch (kind) {
    case 'missing':
      return `${span} is missing`;
    case 'extra':
      return `${span} is new`;
    case 'moved':
      return `${span} is now \`${(newPath ?? []).join(' > ')}\``;
    case 'changed': {
      const [first] = members;
      if (!first) return `${span} has changed`;
      const { member, before = '(none)', after = '(none)' } = first;
      return `${span} has ${member} ${after} instead of ${before}`;
    }
    default:
      return kind satisfies never;
  }
}
