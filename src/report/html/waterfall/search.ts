import type { PageAttribute, PageTrace } from './page-trace.ts';

/**
 * The spans in which every word stands somewhere: in a name, a service, an id, a key or value of an attribute, an event.
 * Case does not count. `key=value` asks for one attribute. Undefined when nothing is asked for. Linear in the trace.
 */
export function searchTrace(trace: PageTrace, query: string): ReadonlySet<number> | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const tests = words.map((word) => testOf(trace, word));
  const found = new Set<number>();
  for (let position = 0; position < trace.name.length; position++)
    if (tests.every((test) => test(position))) found.add(position);
  return found;
}

type Test = (position: number) => boolean;

function testOf(trace: PageTrace, word: string): Test {
  const hits = textsWith(trace, (text) => text.includes(word));
  const pair = pairOf(trace, word);
  const hitIn = ([key, value]: PageAttribute) => hits.has(key) || hits.has(value) || pair(key, value);
  return (position) => {
    const [message = 0, scope = 0, , attributes = [], events = []] = trace.details[position] ?? [];
    return (
      hits.has(trace.name[position] ?? -1) ||
      hits.has(trace.service[position] ?? -1) ||
      hits.has(trace.traceId[position] ?? -1) ||
      (message !== 0 && hits.has(message)) ||
      (scope !== 0 && hits.has(scope)) ||
      (trace.spanId[position] ?? '').startsWith(word) ||
      (word === 'error' && trace.status[position] === 2) ||
      attributes.some(hitIn) ||
      events.some(([name, , more]) => hits.has(name) || more.some(hitIn))
    );
  };
}

function pairOf(trace: PageTrace, word: string): (key: number, value: number) => boolean {
  const equals = word.indexOf('=');
  if (equals < 1) return () => false;
  const keys = textsWith(trace, (text) => text === word.slice(0, equals));
  const values = textsWith(trace, (text) => text.includes(word.slice(equals + 1)));
  return (key, value) => keys.has(key) && values.has(value);
}

const lowerCase = new WeakMap<PageTrace, readonly string[]>();

/** Texts are few beside the spans that hold them: each is compared once, and put in lower case once for all searches. */
function textsWith(trace: PageTrace, test: (text: string) => boolean): ReadonlySet<number> {
  const texts = lowerCase.get(trace) ?? trace.texts.map((text) => text.toLowerCase());
  lowerCase.set(trace, texts);
  const found = new Set<number>();
  for (const [index, text] of texts.entries()) if (test(text)) found.add(index);
  return found;
}
