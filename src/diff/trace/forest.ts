import type { Attributes, AttributeValue, Span, Steadier, Trace } from '../../trace/index.ts';
import { createSteadier } from '../../trace/index.ts';
import { descentOf } from './descent.ts';
import type { Numbers } from './numbers.ts';

/**
 * A trace as numbers that can be compared with those of another trace: two spans with the same `content` say the same,
 * with the same `tree` so do all their descendants. What varies from run to run is left out of both.
 */
export interface Forest {
  readonly spans: readonly Span[];
  /** The position of the parent, or why there is none: see `Trace.parents`. A span may be its own ancestor. */
  readonly parent: Int32Array;
  readonly children: readonly (readonly number[])[];
  /** Positions of spans whose parent is not in the trace, or that stand in a circle of parents. */
  readonly tops: readonly number[];
  readonly name: Int32Array;
  readonly content: Int32Array;
  readonly tree: Int32Array;
  /** Without what varies and what is to be ignored, for showing what differs. */
  readonly attributesOf: (attributes: Attributes) => ReadonlyMap<string, AttributeValue>;
  readonly steadier: Steadier;
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
  const parent = trace.parents();
  const { children, order, tops } = descentOf(parent);
  const textOf = remembered((text) => numbers.of(`text ${steadier.text(text)}`));
  const contentOf = contents({ numbers, steadier, counts, textOf });
  const name = new Int32Array(spans.length);
  const content = new Int32Array(spans.length);
  let index = 0;
  for (const span of spans) {
    const named = textOf(span.name);
    name[index] = named;
    content[index] = contentOf(span, named);
    index += 1;
  }
  return {
    spans,
    parent,
    children,
    tops,
    name,
    content,
    tree: trees({ order, children, content, numbers }),
    attributesOf: (attributes) =>
      steadier.attributes(new Map([...attributes].filter(([key]) => counts(key)))),
    steadier,
  };
}

interface Reading extends ForestOptions {
  readonly steadier: Steadier;
  readonly textOf: (text: string) => number;
}

/** What a span says by itself, as a number. Links are left to their count: what they lead to is compared on its own. */
function contents({ numbers, steadier, counts, textOf }: Reading): (span: Span, name: number) => number {
  const addBag = attributeBags(numbers, steadier, counts);
  const resources = new Map<Span['resource'], number>();
  const resourceOf = (resource: Span['resource']): number => {
    const known = resources.get(resource);
    if (known !== undefined) return known;
    addBag(steadier.resource(resource.attributes));
    const number = numbers.list();
    resources.set(resource, number);
    return number;
  };
  return ({ kind, status, events, links, scope, resource, attributes }, name) => {
    // A list of its own, so it cannot be made within another one.
    const from = resourceOf(resource);
    numbers.add(from);
    numbers.add(name);
    numbers.add(textOf(kind));
    numbers.add(textOf(scope.name));
    numbers.add(textOf(status.code));
    numbers.add(textOf(status.message));
    numbers.add(links.length);
    numbers.add(events.length);
    addBag(attributes);
    for (const event of events) {
      numbers.add(textOf(event.name));
      addBag(event.attributes);
    }
    return numbers.list();
  };
}

/**
 * Adds attributes to a list, whatever their order, and how many there are. Each key and value is looked up by itself,
 * because they repeat from span to span where their combination does not.
 */
function attributeBags(
  numbers: Numbers,
  steadier: Steadier,
  counts: (key: string) => boolean,
): (attributes: Attributes) => void {
  const values = new Map<string, Map<AttributeValue, number> | undefined>();
  const valuesOf = (key: string): Map<AttributeValue, number> | undefined => {
    if (!values.has(key)) values.set(key, counts(key) ? new Map() : undefined);
    return values.get(key);
  };
  const numberOf = (key: string, value: AttributeValue): number =>
    numbers.of(`attribute ${steadier.canonical(new Map([[key, value]]))}`);
  const add = (value: AttributeValue, key: string): void => {
    const known = values.get(key) ?? valuesOf(key);
    if (!known) return;
    const isScalar = typeof value !== 'object';
    let number = isScalar ? known.get(value) : undefined;
    if (number === undefined) {
      number = numberOf(key, value);
      if (isScalar && known.size < REMEMBERED) known.set(value, number);
    }
    numbers.add(number);
  };
  return (attributes) => {
    const start = numbers.length;
    attributes.forEach(add);
    numbers.sortFrom(start);
    // The number of them last, so that where they end can be told from what follows.
    numbers.add(numbers.length - start);
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

interface TreeInput {
  readonly order: Int32Array;
  readonly children: readonly (readonly number[])[];
  readonly content: Int32Array;
  readonly numbers: Numbers;
}

function trees({ order, children, content, numbers }: TreeInput): Int32Array {
  // Unset ones close a circle: they were entered before their parent.
  const tree = new Int32Array(content.length).fill(-1);
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0;
    numbers.add(content[index] ?? 0);
    for (const child of children[index] ?? []) numbers.add(tree[child] ?? -1);
    numbers.sortFrom(1);
    tree[index] = numbers.list();
  }
  return tree;
}
