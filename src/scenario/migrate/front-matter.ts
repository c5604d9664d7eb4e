import { made, renamed, tableOf, withEntry, without } from '../generations/tree.ts';
import type { LocatedTable } from '../toml/index.ts';
import { inItems, inTable, rename } from './edit.ts';

const sections = ['vars', 'matrix', 'otel'];

/**
 * The v0.6 design, which no released clnrm reads: what is below `[template]` moves to the top, `attributes` of spans
 * become `attrs`, and the bounds of counts take their later names. Undefined for any other file. A table that stands at
 * the top already wins; its twin stays below `[template]`, to be reported as unknown.
 */
export function fromFrontMatter(root: LocatedTable): LocatedTable | undefined {
  const template = root.entries.get('template');
  if (template?.value.kind !== 'table') return undefined;
  const front = [...template.value.entries.values()].filter(({ key }) => sections.includes(key));
  if (front.length === 0) return undefined;
  const moved = front.filter(({ key }) => !root.entries.has(key));
  const rest = without(template.value, ...moved.map(({ key }) => key));
  const bare =
    rest.entries.size > 0 ? withEntry(root, { ...template, value: rest }) : without(root, 'template');
  const raised = moved.reduce(
    (file, entry) => withEntry(file, renamed(entry, entry.key, `template.${entry.key}`)),
    bare,
  );
  return inTable(withoutVersion(raised), 'expect', laterExpect);
}

/** `[meta]` has no version in this design; `[test.metadata]` needs none. */
function withoutVersion(root: LocatedTable): LocatedTable {
  const meta = root.entries.get('meta');
  if (meta?.value.kind !== 'table' || meta.value.entries.has('version')) return root;
  const test = tableOf(meta.keyPlace, [renamed(meta, 'metadata')]);
  return withEntry(without(root, 'meta'), made({ key: 'test', value: test, written: 'meta' }));
}

function laterExpect(expect: LocatedTable): LocatedTable {
  const spans = inItems(expect, 'span', (span) => rename(span, 'attributes', 'attrs'));
  return inTable(spans, 'counts', (counts) =>
    inTable(rename(counts, 'spans', 'spans_total'), 'spans_total', laterBound),
  );
}

function laterBound(bound: LocatedTable): LocatedTable {
  return rename(rename(rename(bound, 'min', 'gte'), 'max', 'lte'), 'exact', 'eq');
}
