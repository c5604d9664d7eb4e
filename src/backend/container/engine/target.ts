import type { EngineAddress } from './address.ts';

/** As `node:http` takes it. */
export type Target = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** Where the engine listens; without a port where engines usually do. */
export function targetOf({ url, tls }: EngineAddress): Target {
  if (url.startsWith('unix://')) return { socketPath: url.slice('unix://'.length) };
  const { hostname, port } = new URL(url.replace(/^tcp:/, 'http:'));
  // Brackets of an IPv6 address belong to the URL.
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (tls ? 2376 : 2375) };
}
