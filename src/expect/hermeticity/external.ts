import { compileGlob } from '../../scenario/index.ts';
import type { AttributeValue, Span } from '../../trace/index.ts';
import { textOf } from '../value.ts';
import { hostsOf, isLoopback } from './host.ts';

/** Attributes that name a peer, today's semantic conventions first, then those they replaced. */
const ADDRESS_KEYS = [
  'server.address',
  'network.peer.address',
  'url.full',
  'db.connection_string',
  'net.peer.name',
  'net.peer.ip',
  'net.sock.peer.addr',
  'net.sock.peer.name',
  'http.host',
  'http.url',
  'messaging.url',
] as const;

/** Attributes that tell of a peer without saying where it is: judged only where no address does. */
const UNPLACED_KEYS = [
  'server.port',
  'network.peer.port',
  'net.peer.port',
  'net.sock.peer.port',
  'rpc.service',
  'messaging.destination',
  'messaging.destination.name',
] as const;

/** What a server span says of itself, in these keys: how it was called, not whom it called. */
const SELF_KEYS: ReadonlySet<string> = new Set([
  'server.address',
  'server.port',
  'url.full',
  'http.host',
  'http.url',
  'rpc.service',
]);

const LOCAL_TRANSPORTS: ReadonlySet<string> = new Set(['unix', 'pipe', 'inproc']);

/** One attribute that speaks of a peer outside this machine. */
export interface Peer {
  readonly key: string;
  readonly value: string;
}

/**
 * Makes the test for one `allow` list: the first attribute of a span that leads outside, or undefined. Loopback, Unix
 * sockets and allowed hosts are inside. A peer whose address the span does not give counts as outside (as in clnrm),
 * unless its value is allowed; a database without an address does not, for it may be embedded.
 */
export function externalPeerTest(allow: readonly string[]): (span: Span) => Peer | undefined {
  const globs = allow.map((host) => compileGlob(host.toLowerCase()));
  const isAllowed = (host: string) => isLoopback(host) || globs.some((glob) => glob.test(host));
  const isInside = remember((text) => hostsOf(text).every(isAllowed));
  const isNamedInside = (value: AttributeValue) =>
    globs.some((glob) => glob.test(textOf(value).toLowerCase()));

  return (span) => {
    const { attributes } = span;
    if (attributes.size === 0 || isLocalTransport(span)) return undefined;
    let placed = false;
    for (const key of ADDRESS_KEYS) {
      const value = attributes.get(key);
      if (value === undefined) continue;
      placed = true;
      if (!isSelf(key, span) && !isInside(textOf(value))) return { key, value: textOf(value) };
    }
    if (placed) return undefined;
    for (const key of UNPLACED_KEYS) {
      const value = attributes.get(key);
      if (value !== undefined && !isSelf(key, span) && !isNamedInside(value))
        return { key, value: textOf(value) };
    }
    return undefined;
  };
}

function isSelf(key: string, span: Span): boolean {
  return span.kind === 'server' && SELF_KEYS.has(key);
}

function isLocalTransport({ attributes }: Span): boolean {
  const transport = attributes.get('network.transport') ?? attributes.get('net.transport');
  return typeof transport === 'string' && LOCAL_TRANSPORTS.has(transport);
}

/** Spans repeat their addresses, but a trace may hold a new URL in every span: beyond this many, none is remembered. */
const MAX_REMEMBERED = 1000;

function remember(decide: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const answer = known.get(text) ?? decide(text);
    if (known.size < MAX_REMEMBERED) known.set(text, answer);
    return answer;
  };
}
