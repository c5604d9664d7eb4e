import { redact } from '../../report/index.ts';
import {
  type Attributes,
  type AttributeValue,
  createTrace,
  type Span,
  type Trace,
} from '../../trace/index.ts';

/** A trace as an archive keeps it: with every text in it redacted. The trace itself where there is no secret. */
export function withoutSecrets(trace: Trace, secrets: readonly string[]): Trace {
  if (secrets.length === 0) return trace;
  const text = (value: string): string => redact(value, secrets);
  const value = (held: AttributeValue): AttributeValue => {
    if (typeof held === 'string') return text(held);
    if (typeof held !== 'object' || held === null || held instanceof Uint8Array) return held;
    return held instanceof Map ? attributes(held) : Array.from(held as readonly AttributeValue[], value);
  };
  const attributes = (held: Attributes): Attributes =>
    new Map([...held].map(([key, each]) => [text(key), value(each)]));
  // Shared between spans, and so is what is made of them.
  const resources = new Map<Span['resource'], Span['resource']>();
  const resourceOf = (resource: Span['resource']): Span['resource'] => {
    const known = resources.get(resource) ?? { attributes: attributes(resource.attributes) };
    resources.set(resource, known);
    return known;
  };
  // Member by member: received spans decode theirs when first asked, so that a spread copy would be empty.
  const span = (each: Span): Span => ({
    traceId: each.traceId,
    spanId: each.spanId,
    parentSpanId: each.parentSpanId,
    name: text(each.name),
    kind: each.kind,
    startNs: each.startNs,
    endNs: each.endNs,
    attributes: attributes(each.attributes),
    events: each.events.map((event) => ({
      ...event,
      name: text(event.name),
      attributes: attributes(event.attributes),
    })),
    links: each.links.map((link) => ({ ...link, attributes: attributes(link.attributes) })),
    status: { code: each.status.code, message: text(each.status.message) },
    resource: resourceOf(each.resource),
    scope: { name: text(each.scope.name), version: text(each.scope.version) },
  });
  return createTrace({ spans: trace.spans.map(span), own: trace.own.map(span) });
}

/** A scenario file with what its scenarios are called, and the text that its author wrote. */
export interface NamingFile {
  readonly file: string;
  readonly text: string;
  readonly names: readonly string[];
}

/** Hides secrets in what is kept of a run. */
export interface Hiding {
  /** In one text of a record or an archive, whole. */
  text(text: string): string;
  /** In a file as it was rendered. */
  toml(file: NamingFile, toml: string): string;
}

/**
 * Hides every secret, but not in what a scenario is called where its own file spells that out: a password of `postgres` and
 * a scenario "stores orders in postgres". By its id and its name a scenario is found again, and whoever has the file reads
 * them there. A name that is nothing but a secret is hidden all the same.
 */
export function hiding(files: readonly NamingFile[], secrets: readonly string[]): Hiding {
  const callers = files.flatMap((each) => saidIn(each, secrets) ?? []);
  return {
    text(text) {
      const own = callers.find(
        ({ file, names }) =>
          text === file || text.startsWith(`${file}::`) || names.some((name) => isCalled(text, name)),
      );
      return redact(text, own?.unsaid ?? secrets);
    },
    toml(file, toml) {
      const names = saidIn(file, secrets)?.names ?? [];
      return between(
        toml,
        names.map((name) => JSON.stringify(name)),
        (piece) => redact(piece, secrets),
      );
    },
  };
}

/** Changes what lies between the words. */
function between(
  text: string,
  [word, ...others]: readonly string[],
  change: (text: string) => string,
): string {
  if (word === undefined) return change(text);
  const pieces = text.split(word).map((piece) => between(piece, others, change));
  return pieces.join(word);
}

/** What a file spells out of the secrets; undefined for a file that has none of them. */
function saidIn({ file, text, names }: NamingFile, secrets: readonly string[]) {
  const unsaid = secrets.filter((secret) => !text.includes(secret) && !file.includes(secret));
  if (unsaid.length === secrets.length) return undefined;
  return {
    file,
    unsaid,
    names: names.filter((name) => !secrets.includes(name) && redact(name, unsaid) === name),
  };
}

/** Scenarios of a matrix have their combination behind their name. */
function isCalled(text: string, name: string): boolean {
  return text === name || text.startsWith(`${name}[`);
}
