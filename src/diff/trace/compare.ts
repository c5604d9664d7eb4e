import { compileGlob } from '../../expect/index.ts';
import type { AttributeValue, Span, Trace } from '../../trace/index.ts';
import { type Forest, forestOf } from './forest.ts';
import { countEdits, isMoved, type Matching, matchForests } from './match.ts';
import { Numbers } from './numbers.ts';
import { printable } from './printable.ts';
import { pathOf } from './span-path.ts';

export interface TraceDiffOptions {
  /** Globs of attributes that do not count, besides ids, times, ports and what describes the machine. */
  readonly ignore?: readonly string[] | undefined;
}

/** What became of one span. */
export interface SpanDifference {
  readonly kind: 'missing' | 'extra' | 'changed' | 'moved';
  /** Names from the top of the trace down to the span: of the old trace, or of the new one for an extra span. */
  readonly path: readonly string[];
  /** Where it is now; for moved spans only. */
  readonly newPath: readonly string[] | undefined;
  /** For changed spans only: what differs, sorted by name. */
  readonly members: readonly MemberChange[];
  /** Position of the span in the old and in the new trace; undefined where it is not there. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** One thing that a span says: `kind`, `status`, `scope`, `events`, `links`, `attributes.KEY` or `resource.KEY`. */
export interface MemberChange {
  readonly member: string;
  /** As text; undefined where it is absent. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Two traces beside each other. */
export interface TraceDiff {
  /** In the order of the old trace, extra spans last in that of the new one. Empty when nothing differs but what varies. */
  readonly differences: readonly SpanDifference[];
  readonly spans: { readonly before: number; readonly after: number };
  /** For whoever looks further into it. */
  readonly pair: TracePair;
}

export interface TracePair {
  readonly before: Forest;
  readonly after: Forest;
  readonly matching: Matching;
}

/** Matches the spans of two traces and says what became of each. Pure; linear in spans but for what differs. */
export function diffTraces(before: Trace, after: Trace, options: TraceDiffOptions = {}): TraceDiff {
  const pair = matchTraces(before, after, options);
  return {
    differences: differencesOf(pair),
    spans: { before: before.spans.length, after: after.spans.length },
    pair,
  };
}

export function matchTraces(before: Trace, after: Trace, { ignore = [] }: TraceDiffOptions = {}): TracePair {
  const ignored = ignore.map(compileGlob);
  const counts = (key: string): boolean => !ignored.some((glob) => glob.test(key));
  const numbers = new Numbers();
  const forests = [forestOf(before, { numbers, counts }), forestOf(after, { numbers, counts })] as const;
  return { before: forests[0], after: forests[1], matching: matchForests(...forests) };
}

/** How many differences there are: a span that changed and moved counts twice. */
export function editsOf({ before, after, matching }: TracePair): number {
  return countEdits(before, after, matching);
}

function differencesOf(pair: TracePair): SpanDifference[] {
  const { before, after, matching } = pair;
  const found: SpanDifference[] = [];
  for (let u = 0; u < before.spans.length; u++) {
    const v = matching.toAfter[u] ?? -1;
    if (v === -1) {
      found.push({ ...NOTHING, kind: 'missing', path: pathOf(before, u), before: u });
      continue;
    }
    const isChanged = before.content[u] !== after.content[v];
    const hasMoved = isMoved(u, v, before, after, matching);
    // Most spans: nothing is made for them.
    if (!isChanged && !hasMoved) continue;
    const both = { ...NOTHING, path: pathOf(before, u), before: u, after: v };
    if (isChanged) found.push({ ...both, kind: 'changed', members: membersOf(pair, u, v) });
    if (hasMoved) found.push({ ...both, kind: 'moved', newPath: pathOf(after, v) });
  }
  for (let v = 0; v < after.spans.length; v++) {
    if ((matching.toBefore[v] ?? -1) !== -1) continue;
    found.push({ ...NOTHING, kind: 'extra', path: pathOf(after, v), after: v });
  }
  return found;
}

const NOTHING = { newPath: undefined, members: [], before: undefined, after: undefined };

function membersOf({ before, after }: TracePair, u: number, v: number): MemberChange[] {
  const [old, now] = [sayings(before, u), sayings(after, v)];
  const members = [...new Set([...old.keys(), ...now.keys()])].sort();
  return members
    .map((member) => ({ member, before: old.get(member), after: now.get(member) }))
    .filter((each) => each.before !== each.after);
}

/** Everything a span says by itself, steadied, by the name under which a change of it is shown. */
function sayings(forest: Forest, index: number): Map<string, string> {
  const span = forest.spans[index];
  const said = new Map<string, string>();
  if (!span) return said;
  const { steadier, attributesOf } = forest;
  said.set('kind', span.kind);
  said.set('status', statusText(span, steadier.text(span.status.message)));
  said.set('scope', span.scope.name);
  said.set('links', String(span.links.length));
  said.set('events', eventsText(forest, span));
  const add = (prefix: string, attributes: ReadonlyMap<string, AttributeValue>) => {
    for (const [key, value] of attributes) said.set(`${prefix}.${key}`, printable(value));
  };
  add('attributes', attributesOf(span.attributes));
  add('resource', steadier.resource(span.resource.attributes));
  return said;
}

function statusText({ status }: Span, message: string): string {
  return message === '' ? status.code : `${status.code}: ${message}`;
}

function eventsText({ steadier, attributesOf }: Forest, { events }: Span): string {
  return events
    .map(({ name, attributes }) => {
      const each = [...attributesOf(attributes)].map(([key, value]) => `${key}=${printable(value)}`);
      return each.length === 0 ? steadier.text(name) : `${steadier.text(name)} (${each.sort().join(', ')})`;
    })
    .join('; ');
}
