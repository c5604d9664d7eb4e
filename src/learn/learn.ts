import { compileName } from '../expect/index.ts';
import { type AttributeValue, createSteadier, type Span, type Steadier, type Trace } from '../trace/index.ts';

/** What the runs of one scenario have in common. */
export interface LearnedScenario {
  readonly runs: number;
  /** Kinds of spans that every run had, in the order of their first appearance. */
  readonly spans: readonly LearnedSpan[];
  /** Those that only some runs had; nothing is claimed of them. */
  readonly sometimes: readonly string[];
  readonly total: Range;
  readonly errors: Range;
}

/** The least and the most over all runs. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Spans of one name, kind and parent. */
export interface LearnedSpan {
  /** As a name of an expectation: a glob where it holds what varies. */
  readonly name: string;
  readonly parent: string | undefined;
  readonly kind: Span['kind'];
  /** Undefined where they differ. */
  readonly status: Span['status']['code'] | undefined;
  /** Without a greatest number where other spans satisfy the claims too. */
  readonly count: Range;
  readonly attributes: Stable;
  readonly resource: Stable;
  /** Names of events that all of them have. */
  readonly events: readonly string[];
}

/** What can be said of attributes. Keys are sorted. */
export interface Stable {
  /** The same in every span of every run. */
  readonly values: ReadonlyMap<string, Scalar>;
  /** Always there, with a value that is not always the same. */
  readonly varying: readonly string[];
  /** Not always there. */
  readonly sometimes: readonly string[];
}

export type Scalar = string | number | boolean;

/** Longer values are claimed to be there, and not what they are. */
const MAX_TEXT = 200;
/** The only resource attribute that says which part of the tested system it was; the rest describes the machine. */
const RESOURCE_KEYS: ReadonlySet<string> = new Set(['service.name']);

/** Looks at one trace of each run, at least one. */
export function learnScenario(traces: readonly Trace[]): LearnedScenario {
  const groups = new Map<string, Group>();
  for (const [run, trace] of traces.entries()) {
    const steadier = createSteadier([...trace.spans, ...trace.own]);
    for (const span of trace.spans) {
      const parent = parentOf(span, trace);
      const named = {
        name: nameOf(span, steadier),
        parent: parent && nameOf(parent, steadier),
        kind: span.kind,
      };
      const key = JSON.stringify([named.name, named.parent, named.kind]);
      const group = groups.get(key) ?? { ...named, members: traces.map(() => []) };
      groups.set(key, group);
      group.members[run]?.push({ span, steadier });
    }
  }
  const all = [...groups.values()];
  const always = all.filter(({ members }) => members.every((each) => each.length > 0));
  return {
    runs: traces.length,
    spans: always.map((group) => learnSpan(group, !all.some((other) => isTakenFor(other, group)))),
    sometimes: all.filter((each) => !always.includes(each)).map(({ name }) => name),
    total: rangeOf(traces.map(({ spans }) => spans.length)),
    errors: rangeOf(traces.map(({ spans }) => spans.filter(hasFailed).length)),
  };
}

interface Member {
  readonly span: Span;
  readonly steadier: Steadier;
}

interface Group {
  readonly name: string;
  readonly parent: string | undefined;
  readonly kind: Span['kind'];
  /** By run. */
  readonly members: Member[][];
}

/** Whether spans of another group satisfy what is claimed of this one, so that it has no greatest number. */
function isTakenFor(other: Group, group: Group): boolean {
  if (other === group || other.kind !== group.kind) return false;
  const isNamed = compileName(group.name);
  return other.members.flat().some(({ span }) => isNamed(span.name));
}

function learnSpan({ name, parent, kind, members }: Group, isAlone: boolean): LearnedSpan {
  const all = members.flat();
  const counts = rangeOf(members.map((each) => each.length));
  const statuses = new Set(all.map(({ span }) => span.status.code));
  const [status] = statuses;
  return {
    name,
    parent,
    kind,
    status: statuses.size === 1 ? status : undefined,
    count: isAlone ? counts : { ...counts, max: Number.POSITIVE_INFINITY },
    attributes: stableOf(
      all.map(({ span, steadier }) => [span.attributes, steadier.attributes(span.attributes)]),
    ),
    resource: onlyServices(
      stableOf(
        all.map(({ span: { resource }, steadier }) => [
          resource.attributes,
          steadier.resource(resource.attributes),
        ]),
      ),
    ),
    events: commonEvents(all.map(({ span }) => span)),
  };
}

type Attributes = ReadonlyMap<string, AttributeValue>;

/** Each span's attributes as they came, and without what varies by nature. */
function stableOf(spans: readonly (readonly [came: Attributes, steadied: Attributes])[]): Stable {
  const keys = [...new Set(spans.flatMap(([came]) => [...came.keys()]))].sort();
  const values = new Map<string, Scalar>();
  const varying: string[] = [];
  const sometimes: string[] = [];
  for (const key of keys) {
    const held = spans.map(([came]) => came.get(key));
    const first = held[0];
    if (!held.every((value) => value !== undefined)) sometimes.push(key);
    else if (
      isScalar(first) &&
      held.every((value) => Object.is(value, first)) &&
      isSteady(key, first, spans)
    ) {
      // Values are compared as text, and TOML has no exact integers of this size.
      values.set(key, typeof first === 'bigint' ? first.toString() : first);
    } else varying.push(key);
  }
  return { values, varying, sometimes };
}

/** Whether nothing in the value is of the kind that varies, even if it did not vary this time. */
function isSteady(
  key: string,
  value: Scalar | bigint,
  spans: readonly (readonly [Attributes, Attributes])[],
): boolean {
  const isShort = typeof value !== 'string' || value.length <= MAX_TEXT;
  return isShort && spans.every(([, steadied]) => Object.is(steadied.get(key), value));
}

function isScalar(value: AttributeValue | undefined): value is Scalar | bigint {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint';
}

function onlyServices({ values }: Stable): Stable {
  const kept = [...values].filter(([key, value]) => RESOURCE_KEYS.has(key) && value !== 'unknown_service');
  return { values: new Map(kept), varying: [], sometimes: [] };
}

function commonEvents(spans: readonly Span[]): string[] {
  const [first, ...rest] = spans.map(({ events }) => new Set(events.map(({ name }) => name)));
  return [...(first ?? [])].filter((name) => rest.every((each) => each.has(name))).sort();
}

/** A span's name as an expectation writes it: what varies in it, and what a glob would take for a wildcard, is made to match. */
export function nameOf(span: Span, steadier: Steadier): string {
  const parts = steadier.text(span.name).split(/<(?:port|uuid|time|id)>/);
  return parts.map((part) => part.replace(/[*?[]/g, '[$&]')).join('*');
}

/** Who names itself as parent has none. */
function parentOf(span: Span, trace: Trace): Span | undefined {
  const parent = trace.parentOf(span);
  return parent === span ? undefined : parent;
}

function hasFailed({ status }: Span): boolean {
  return status.code === 'error';
}

function rangeOf(counts: readonly number[]): Range {
  return { min: Math.min(...counts), max: Math.max(...counts) };
}
