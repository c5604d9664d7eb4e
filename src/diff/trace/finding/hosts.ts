import type { Span } from '../../../trace/index.ts';
import type { Forest } from '../forest.ts';
import { pathOf } from '../span-path.ts';
import type { FindingInput, TraceFinding } from './finding.ts';

/** Attributes that say which host is called, of the current semantic conventions and of the earlier ones. */
const HOST_KEYS = ['server.address', 'net.peer.name', 'http.host', 'network.peer.address', 'net.peer.ip'];
const URL_KEYS = ['url.full', 'http.url'];

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|\[::1\])$/i;

/** A host outside this machine that is called and was not called before. */
export function newHosts({ pair }: FindingInput): TraceFinding[] {
  const known = new Set(hostsOf(pair.before).keys());
  const found: TraceFinding[] = [];
  for (const [host, index] of hostsOf(pair.after)) {
    if (known.has(host)) continue;
    const path = pathOf(pair.after, index);
    const message = `"${path.at(-1)}" calls ${host}, which nothing called before`;
    found.push({ kind: 'new-external-host', path, message });
  }
  return found;
}

/** Each host with the first span that calls it. */
function hostsOf({ spans }: Forest): Map<string, number> {
  const hosts = new Map<string, number>();
  let index = -1;
  for (const span of spans) {
    index += 1;
    if (span.kind !== 'client' && span.kind !== 'producer') continue;
    const host = hostOf(span);
    if (host !== undefined && !LOOPBACK.test(host) && !hosts.has(host)) hosts.set(host, index);
  }
  return hosts;
}

function hostOf({ attributes }: Span): string | undefined {
  for (const key of HOST_KEYS) {
    const value = attributes.get(key);
    if (typeof value === 'string' && value !== '') return value.replace(/:\d+$/, '').toLowerCase();
  }
  for (const key of URL_KEYS) {
    const value = attributes.get(key);
    if (typeof value === 'string' && URL.canParse(value)) return new URL(value).hostname || undefined;
  }
  return undefined;
}
