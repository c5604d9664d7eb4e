import type { Attributes, AttributeValue, Span, Steadier, Trace } from '../../trace/index.ts';
import { createSteadier } from '../../trace/index.ts';

/** The position of a span in {@link Forest.spans}, or why there is none. */
export type Parent = number;
export const ROOT = -1;
/** It names a parent that nobody sent. */
export const MISSING = -2;
/** Its parent is one of Spanwright's own spans. */
export const RUNNER = -3;

/**
 * A trace as numbers that can be compared with those of another trace: two spans with the same `content` say the same,
 * with the same `tree` so do all their descendants. What varies from run to run is left out of both.
 */
export interface Forest {
  readonly spans: readonly Span[];
  /** By position; a span may be its own ancestor. */
  readonly parent: readonly Parent[];
  readonly children: readonly (readonly number[])[];
  /** Positions of spans whose parent is not in the trace, or that stand in a circle of parents. */
  readonly tops: readonly number[];
  readonly name: readonly number[];
  readonly content: readonly number[];
  readonly tree: readonly number[];
  /** Without what varies and what is to be ignored, for showing what differs. */
  readonly attributesOf: (attributes: Attributes) => ReadonlyMap<string, AttributeValue>;
  readonly steadier: Steadier;
}

/**
 * Gives equal texts, and equal lists of such numbers, equal numbers, also across traces. A list is taken pair by pair:
 * that makes no text of it, and takes half the time.
 */
export class Numbers {
  readonly #texts = new Map<string, number>();
  readonly #pairs = new Map<number, number>();
  #last = 0;

  of(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#texts.set(text, this.#last);
    return this.#last;
  }

  /** The list that begins with `first` and goes on with `rest`. */
  list(first: number, rest: readonly number[]): number {
    let number = first;
    for (const next of rest) number = this.pair(number, next);
    return number;
  }

  pair(first: number, second: number): number {
    // Exact: a trace has fewer different parts than 2^26, and both fit into the 53 bits of a number.
    const key = first * 2 ** 26 + second;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#pairs.set(key, this.#last);
    return this.#last;
  }
}

export interface ForestOptions {
  readonly numbers: Numbers;
  /** Whether an attribute counts. */
  readonly counts: (key: string) => boolean;
}

/** Linear in spans, apart from sorting siblings. */
export function forestOf(trace: Trace, { numbers, counts }: ForestOptions): Forest {
  const { spans } = trace;
  const steadier = createSteadier([...spans, ...trace.own]);
  const position = new Map(spans.map((span, index) => [span, index]));
  const own = new Set(trace.own);
  const parent = spans.map((span) => parentOf(span, trace, position, own));
  const children: number[][] = spans.map(() => []);
  for (const [index, above] of parent.entries()) children[above]?.push(index);
  const contentOf = contents(numbers, steadier, counts);
  const content = spans.map(contentOf);
  const nameOf = remembered((name) => numbers.of(`name ${steadier.text(name)}`));
  const { order, tops } = rootsFirst(parent, children);
  return {
    spans,
    parent,
    children,
    tops,
    name: spans.map((span) => nameOf(span.name)),
    content,
    tree: trees({ order, children, content, numbers }),
    attributesOf: (attributes) =>
      steadier.attributes(new Map([...attributes].filter(([key]) => counts(key)))),
    steadier,
  };
}

function parentOf(
  span: Span,
  trace: Trace,
  position: ReadonlyMap<Span, number>,
  own: ReadonlySet<Span>,
): Parent {
  if (span.parentSpanId === undefined) return ROOT;
  const found = trace.parentOf(span);
  if (found === undefined) return MISSING;
  return own.has(found) ? RUNNER : (position.get(found) ?? MISSING);
}

/** What a span says by itself, as a number. Links are left to their count: what they lead to is compared on its own. */
function contents(
  numbers: Numbers,
  steadier: Steadier,
  counts: (key: string) => boolean,
): (span: Span) => number {
  const bagOf = attributeBags(numbers, steadier, counts);
  const resources = new Map<Span['resource'], number>();
  const resourceOf = ({ resource }: Span): number => {
    const known = resources.get(resource) ?? bagOf(steadier.resource(resource.attributes));
    resources.set(resource, known);
    return known;
  };
  const nameOf = remembered((name: string) => numbers.of(`name ${steadier.text(name)}`));
  const textOf = remembered((text: string) => numbers.of(`text ${steadier.text(text)}`));
  return (span) => {
    const { kind, status, events, links, scope } = span;
    const plain = [textOf(kind), textOf(scope.name), textOf(status.code), textOf(status.message)];
    let number = numbers.list(nameOf(span.name), plain);
    number = numbers.pair(number, bagOf(span.attributes));
    number = numbers.pair(number, resourceOf(span));
    if (links.length > 0) number = numbers.pair(number, textOf(`${links.length} links`));
    for (const event of events) {
      number = numbers.list(number, [nameOf(event.name), bagOf(event.attributes)]);
    }
    return number;
  };
}

/**
 * Attributes as a number, whatever their order. Each key and value is looked up by itself, because they repeat from span to
 * span where their combination does not: a third of the time that one text for all of them takes.
 */
function attributeBags(
  numbers: Numbers,
  steadier: Steadier,
  counts: (key: string) => boolean,
): (attributes: Attributes) => number {
  const values = new Map<string, Map<AttributeValue, number> | undefined>();
  const valuesOf = (key: string): Map<AttributeValue, number> | undefined => {
    if (!values.has(key)) values.set(key, counts(key) ? new Map() : undefined);
    return values.get(key);
  };
  const empty = numbers.of('attributes');
  const numberOf = (key: string, value: AttributeValue): number =>
    numbers.of(`attribute ${steadier.canonical(new Map([[key, value]]))}`);
  return (attributes) => {
    const bag: number[] = [];
    for (const [key, value] of attributes) {
      const known = valuesOf(key);
      if (!known) continue;
      const isText = typeof value !== 'object';
      const number = (isText ? known.get(value) : undefined) ?? numberOf(key, value);
      if (isText && known.size < REMEMBERED) known.set(value, number);
      bag.push(number);
    }
    return numbers.list(empty, bag.sort(ascending));
  };
}

/** Values of one key that are remembered. */
const REMEMBERED = 10_000;

function remembered<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = work(text);
    if (known.size < REMEMBERED) known.set(text, result);
    return result;
  };
}

/** Every position once, parents before children; a circle of parents is entered at its first span. */
function rootsFirst(
  parent: readonly Parent[],
  children: readonly (readonly number[])[],
): { readonly order: readonly number[]; readonly tops: readonly number[] } {
  const reached = new Uint8Array(parent.length);
  const order: number[] = [];
  const tops: number[] = [];
  const enter = (top: number): void => {
    tops.push(top);
    reached[top] = 1;
    const from = order.length;
    order.push(top);
    for (let next = from; next < order.length; next++) {
      for (const child of children[order[next] ?? 0] ?? []) {
        if (reached[child]) continue;
        reached[child] = 1;
        order.push(child);
      }
    }
  };
  for (const [index, above] of parent.entries()) if (above < 0) enter(index);
  for (let index = 0; index < parent.length; index++) if (!reached[index]) enter(index);
  return { order, tops };
}

interface TreeInput {
  readonly order: readonly number[];
  readonly children: readonly (readonly number[])[];
  readonly content: readonly number[];
  readonly numbers: Numbers;
}

function trees({ order, children, content, numbers }: TreeInput): number[] {
  const tree = new Array<number>(content.length).fill(0);
  const start = numbers.of('tree');
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0;
    const below = children[index] ?? [];
    // Unset ones close a circle: they were entered before their parent.
    const parts = below.map((child) => tree[child] ?? 0);
    // The content stands apart from the trees of children by what every tree begins with.
    tree[index] = numbers.list(numbers.pair(start, content[index] ?? 0), parts.sort(ascending));
  }
  return tree;
}

function ascending(a: number, b: number): number {
  return a - b;
}
