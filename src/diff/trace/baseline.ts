import { compileGlob } from '../../scenario/index.ts';
import {
  type Attributes,
  createTrace,
  type NormalisedSpan,
  normaliseTrace,
  OWN_PREFIX,
  type ParsedTrace,
  parseTraceText,
  type Span,
  type Trace,
  toOtlpJson,
  VARIES,
} from '../../trace/index.ts';

import type { TraceDiffOptions } from './compare.ts';

/** Scope of Spanwright's own spans, in runs and in baselines. */
const OWN_SCOPE = 'spanwright';
/** Stands for whichever of Spanwright's own spans a top-level span hangs under. */
const RUNNER_ID = 'f'.repeat(16);
/** Stands for a parent that nobody sent. */
const MISSING_ID = 'e'.repeat(16);

/**
 * A trace as it is kept under version control: OTLP/JSON without times, with ids, ports and whatever else varies replaced,
 * and so the attributes whose names match `ignore`; in an order that only its content decides. Two runs that behave alike
 * give the same text, byte for byte.
 */
export function baselineText(trace: Trace, { ignore = [] }: TraceDiffOptions = {}): string {
  const normalised = normaliseTrace(ignore.length === 0 ? trace : withoutValues(trace, ignore));
  // Spans share a resource here as well, which spares writing it out for each.
  const resources = new Map<NormalisedSpan['resource'], Span['resource']>();
  const resourceOf = ({ resource }: NormalisedSpan): Span['resource'] => {
    const known = resources.get(resource) ?? { attributes: sorted(resource) };
    resources.set(resource, known);
    return known;
  };
  const spans = normalised.map((span, index): Span => {
    const traceId = idOf(span.trace, 32);
    return {
      traceId,
      spanId: idOf(index, 16),
      parentSpanId: parentId(span.parent),
      name: span.name,
      kind: span.kind,
      startNs: undefined,
      endNs: undefined,
      attributes: sorted(span.attributes),
      events: span.events.map((event) => ({
        ...event,
        timeNs: undefined,
        attributes: sorted(event.attributes),
      })),
      links: span.links.map(({ to, attributes }) => ({
        traceId,
        spanId: to?.digest.slice(0, 16) ?? MISSING_ID,
        attributes: sorted(attributes),
      })),
      status: span.status,
      resource: resourceOf(span),
      scope: { name: span.scope, version: '' },
    };
  });
  const runners = new Set(normalised.filter(({ parent }) => parent === 'runner').map((span) => span.trace));
  const own = [...runners].sort((a, b) => a - b).map((each) => runnerSpan(idOf(each, 32)));
  return `${JSON.stringify(toOtlpJson([...spans, ...own]), null, 2)}\n`;
}

/** The trace with the values replaced of attributes that are declared to vary: before it is put in order by its content. */
function withoutValues({ spans, own }: Trace, ignore: readonly string[]): Trace {
  const globs = ignore.map(compileGlob);
  const steadied = (attributes: Attributes): Attributes =>
    new Map(
      [...attributes].map(([key, value]) => [key, globs.some((glob) => glob.test(key)) ? VARIES : value]),
    );
  return createTrace({
    spans: spans.map((span) => ({
      ...span,
      attributes: steadied(span.attributes),
      events: span.events.map((event) => ({ ...event, attributes: steadied(event.attributes) })),
    })),
    own,
  });
}

/** A trace from any text that traces are kept in. Spanwright's own spans are told by their scope and name. */
export function traceFromText(text: string): { readonly trace: Trace; readonly parsed: ParsedTrace } {
  const parsed = parseTraceText(text);
  const isOwn = ({ name, scope }: Span): boolean => scope.name === OWN_SCOPE && name.startsWith(OWN_PREFIX);
  const trace = createTrace({
    spans: parsed.spans.filter((span) => !isOwn(span)),
    own: parsed.spans.filter(isOwn),
  });
  return { trace, parsed };
}

function parentId(parent: number | 'root' | 'missing' | 'runner'): string | undefined {
  if (typeof parent === 'number') return idOf(parent, 16);
  return { root: undefined, missing: MISSING_ID, runner: RUNNER_ID }[parent];
}

/** From 1, because an id of zeros means that there is none. */
function idOf(position: number, length: number): string {
  return (position + 1).toString(16).padStart(length, '0');
}

/** Attributes in the order of their keys, for their order in a span says nothing. */
function sorted<T>(attributes: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...attributes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function runnerSpan(traceId: string): Span {
  return {
    traceId,
    spanId: RUNNER_ID,
    parentSpanId: undefined,
    name: `${OWN_PREFIX}step`,
    kind: 'internal',
    startNs: undefined,
    endNs: undefined,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: OWN_SCOPE, version: '' },
  };
}
