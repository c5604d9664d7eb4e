import { canonicalJson } from '../digest/index.ts';
import type { Attributes, AttributeValue, Span } from './span.ts';

/**
 * What differs between two runs of the same program and therefore says nothing about it: ids, times, process and
 * thread ids, ports, and the resource attributes that describe the machine rather than the service.
 */

/** Written in place of a value that varies: that the attribute is there is part of the trace, what it holds is not. */
export const VARIES = '<varies>';

/** Span, event and link attributes whose value belongs to one run. Names as in the semantic conventions, old and new. */
const volatileKeys: ReadonlySet<string> = new Set([
  'client.port',
  'code.line.number',
  'code.lineno',
  'code.stacktrace',
  'destination.port',
  'exception.stacktrace',
  'messaging.message.id',
  'messaging.message_id',
  'net.host.port',
  'net.peer.port',
  'net.sock.host.port',
  'net.sock.peer.port',
  'network.local.port',
  'network.peer.port',
  'process.parent_pid',
  'process.pid',
  'server.port',
  'source.port',
  'thread.id',
]);

/** Resource attributes left out altogether: whether they are there at all depends on the machine. */
const machineResource =
  /^(process|host|os|container|k8s|cloud|device|spanwright)\.|^service\.instance\.id$|^telemetry\.(sdk|distro)\.version$/;

const LOOPBACK_PORT = /\b(localhost|127\.0\.0\.1|0\.0\.0\.0)(:|%3A)\d{1,5}\b|(\[::1?\]):\d{1,5}\b/gi;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const TIMESTAMP = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g;
const HEX_ID = /\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b/gi;

/** Replaces what varies in the texts and attributes of one trace. */
export interface Steadier {
  text(text: string): string;
  attributes(attributes: Attributes): ReadonlyMap<string, AttributeValue>;
  resource(attributes: Attributes): ReadonlyMap<string, AttributeValue>;
  /** Canonical JSON of {@link attributes}, built without them: digests of large traces spend most of their time here. */
  canonical(attributes: Attributes): string;
}

/** Texts repeat from span to span; this many are remembered. */
const REMEMBERED = 10_000;

/** `spans` are all of the trace, our own included: text that quotes one of their ids is steadied too. */
export function createSteadier(spans: Iterable<Span>): Steadier {
  let known: Set<string> | undefined;
  const isId = (text: string): boolean => {
    // Most traces quote none of their ids, and the set takes longer to build than all else here.
    if (known === undefined) {
      known = new Set();
      for (const span of spans) known.add(span.traceId).add(span.spanId);
    }
    return known.has(text);
  };
  const text = remember((value) => steadyText(value, isId));
  const quoted = remember((value) => JSON.stringify(text(value)));

  const value = (held: AttributeValue): AttributeValue => {
    if (typeof held === 'string') return text(held);
    if (typeof held !== 'object' || held === null || held instanceof Uint8Array) return held;
    return held instanceof Map ? attributes(held) : Array.from(held as readonly AttributeValue[], value);
  };
  const attributes = (held: Attributes): Map<string, AttributeValue> =>
    new Map([...held].map(([key, each]) => [key, volatileKeys.has(key) ? VARIES : value(each)]));
  const resource = (held: Attributes): Map<string, AttributeValue> => {
    const kept = attributes(new Map([...held].filter(([key]) => !machineResource.test(key))));
    // SDKs append the path of the executable to the name of a service that has none.
    const service = kept.get('service.name');
    if (typeof service === 'string' && service.startsWith('unknown_service:'))
      kept.set('service.name', 'unknown_service');
    return kept;
  };

  const canonicalValue = (key: string, held: AttributeValue): string => {
    if (volatileKeys.has(key)) return `"${VARIES}"`;
    return typeof held === 'string' ? quoted(held) : canonicalJson(value(held));
  };
  const canonical = (held: Attributes): string => {
    // Array.prototype.sort without a comparator is by UTF-16 code unit, as canonical JSON wants it.
    const keys = [...held.keys()].sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalValue(key, held.get(key) ?? null)}`).join(',')}}`;
  };
  return { text, attributes, resource, canonical };
}

function steadyText(value: string, isId: (text: string) => boolean): string {
  // Nothing below matches without these, and most names and values have none.
  if (!/\d|[a-f]{16}/i.test(value)) return value;
  return value
    .replace(LOOPBACK_PORT, (_match, host, colon, bracketed) =>
      host ? `${host}${colon}<port>` : `${bracketed}:<port>`,
    )
    .replace(UUID, '<uuid>')
    .replace(TIMESTAMP, '<time>')
    .replace(HEX_ID, (id) => (isId(id.toLowerCase()) ? '<id>' : id));
}

/** Long texts rarely repeat and would fill the memory, so they are worked out each time. */
function remember(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > 200) return work(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = work(text);
    if (known.size < REMEMBERED) known.set(text, result);
    return result;
  };
}
