import { peel } from './cycle.ts';
import { compareSpans } from './order.ts';
import type { Span } from './span.ts';
import type { Trace } from './trace.ts';
import { visible } from './visible.ts';

export interface TreeOptions {
  /** Lines of spans at most; default 200. A last line says how many spans are not shown. */
  readonly maxSpans?: number | undefined;
  /** Levels below a top-level span at most; default 32. */
  readonly maxDepth?: number | undefined;
  /** Characters of a name at most; default 100. */
  readonly maxName?: number | undefined;
  /** Show Spanwright's own spans too; default false, and then what hangs under them stands at the top. */
  readonly own?: boolean | undefined;
}

/**
 * The spans as an indented tree for people, one to a line with kind, duration, service and error, ending in a newline;
 * empty for an empty trace. A span whose parent nobody sent, or that is its own ancestor, stands at the top and says so.
 */
export function printTree(trace: Trace, options: TreeOptions = {}): string {
  const { maxSpans = 200, maxDepth = 32, maxName = 100, own = false } = options;
  const shown = new Set(own ? [...trace.own, ...trace.spans].sort(compareSpans) : trace.spans);
  const parentOf = (span: Span): Span | undefined => {
    const parent = trace.parentOf(span);
    return parent !== undefined && shown.has(parent) ? parent : undefined;
  };
  const lines: string[] = [];
  const printed = new Set<Span>();
  const orphans = new Set(trace.orphans);
  const isListed = (span: Span): boolean => shown.has(span) && !printed.has(span);

  const printFrom = (top: Span, note: string): void => {
    const stack: Row[] = [{ span: top, prefix: '', branch: '', depth: 0 }];
    for (let row = stack.pop(); row !== undefined && printed.size < maxSpans; row = stack.pop()) {
      const { span, prefix, branch, depth } = row;
      if (printed.has(span)) continue;
      printed.add(span);
      lines.push(`${prefix}${branch}${describe(span, maxName)}${span === top ? note : ''}`);
      if (depth >= maxDepth) continue;
      const below = rowsBelow(trace.childrenOf(span).filter(isListed), row);
      // One by one: a spread of some 100,000 arguments overflows the stack.
      for (const next of below.reverse()) stack.push(next);
    }
  };
  for (const span of shown) {
    if (parentOf(span) === undefined)
      printFrom(span, orphans.has(span) ? `  (parent ${visible(span.parentSpanId ?? '')} missing)` : '');
  }
  for (const [first] of peel(trace.parents()).cycles) {
    const span = trace.spans[first ?? -1];
    if (span) printFrom(span, '  (its own ancestor)');
  }
  const hidden = shown.size - printed.size;
  if (hidden > 0) lines.push(`… ${hidden.toLocaleString('en-GB')} more spans`);
  return lines.map((line) => `${line}\n`).join('');
}

interface Row {
  readonly span: Span;
  readonly prefix: string;
  readonly branch: '' | '├─ ' | '└─ ';
  readonly depth: number;
}

function rowsBelow(children: readonly Span[], row: Row): Row[] {
  const prefix = row.prefix + (row.branch === '├─ ' ? '│  ' : row.branch === '└─ ' ? '   ' : '');
  return children.map((span, index) => ({
    span,
    prefix,
    branch: index === children.length - 1 ? '└─ ' : '├─ ',
    depth: row.depth + 1,
  }));
}

function describe(span: Span, maxName: number): string {
  const name = span.name.length > maxName ? `${span.name.slice(0, maxName).toWellFormed()}…` : span.name;
  const service = span.resource.attributes.get('service.name');
  const parts = [visible(name) || '(no name)', span.kind === 'unspecified' ? '' : span.kind, duration(span)];
  if (typeof service === 'string') parts.push(visible(service.slice(0, maxName)));
  if (span.events.length > 0)
    parts.push(`${span.events.length} ${span.events.length === 1 ? 'event' : 'events'}`);
  if (span.status.code === 'error')
    parts.push(`ERROR ${visible(span.status.message.slice(0, maxName))}`.trimEnd());
  return parts.filter((part) => part !== '').join('  ');
}

function duration(span: Span): string {
  if (span.startNs === undefined || span.endNs === undefined || span.endNs < span.startNs)
    return 'no duration';
  const ms = Number(span.endNs - span.startNs) / 1e6;
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
