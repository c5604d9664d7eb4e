/** Longer values are not taken apart; a peer nobody can read counts as external. */
const MAX_LENGTH = 4096;

/**
 * The hosts an address, URL or connection string names, in lower case and without port; empty when it stays on this
 * machine by its form (a Unix socket, a named pipe, a file). What cannot be read is returned whole: it is a host then.
 */
export function hostsOf(value: string): readonly string[] {
  const text = value
    .trim()
    .slice(0, MAX_LENGTH)
    .replace(/^jdbc:/i, '');
  if (value.length > MAX_LENGTH) return [text];
  if (isLocalForm(text)) return [];
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (authority !== undefined) return hostList(authority);
  const named = [
    ...text.matchAll(/(?:^|[;\s])(?:host|hostaddr|server|data source|addr|address)\s*=\s*([^;\s]+)/gi),
  ];
  if (named.length > 0) return named.flatMap((match) => namedHosts(match[1] ?? ''));
  return hostList(text.split(/[/?#]/, 1)[0] || text);
}

/** A host in a list of settings: `localhost`, `/run/postgresql`, and in SQL Server's form `tcp:host,port`. */
function namedHosts(text: string): readonly string[] {
  if (isLocalForm(text)) return [];
  return hostList(text.replace(/^tcp:/i, '').replace(/,\d+$/, ''));
}

/** Unix sockets (plain, abstract, `unix:`), Windows pipes, SQLite files and other file URLs. */
function isLocalForm(text: string): boolean {
  return text === '' || /^(?:\/(?!\/)|@|unix:|file:|sqlite:|:memory:|\\\\\.\\pipe\\)/i.test(text);
}

/** Cluster addresses list several hosts: `user:password@a:1,b:2`. */
function hostList(authority: string): readonly string[] {
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.map((host) => withoutPort(host.trim()).toLowerCase()).filter((host) => host !== '');
}

function withoutPort(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  if (bracketed !== undefined) return bracketed;
  // More than one colon is an IPv6 address, which without brackets has no port.
  return host.indexOf(':') === host.lastIndexOf(':') ? host.replace(/:\d*$/, '') : host;
}

/**
 * Whether a host is this machine: `localhost` and names below it (RFC 6761), 127.0.0.0/8, ::1, and the unspecified
 * addresses, which lead here too. The name must be the address, not begin with it: `127.0.0.1.example.com` is outside.
 */
export function isLoopback(host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (name === 'localhost' || name.endsWith('.localhost') || name === '0.0.0.0') return true;
  return isLoopbackV4(name) || (name.includes(':') && isLoopbackV6(name));
}

function isLoopbackV4(name: string): boolean {
  const parts = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name);
  return parts?.slice(1).every((part) => Number(part) <= 255) ?? false;
}

/** ::1 and :: in any spelling, and IPv4 loopback mapped into IPv6 (RFC 4291, section 2.5.5.2). */
function isLoopbackV6(name: string): boolean {
  const address = name.replace(/%.*$/, '');
  const mapped = /^(?:::|(?:0+:){5})ffff:(127\.[\d.]+)$/.exec(address)?.[1];
  if (mapped !== undefined) return isLoopbackV4(mapped);
  return (
    /^(?:::|(?:0+:){5}|(?:0+:){1,4}:)ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(address) ||
    /^[0:]*:0*1?$/.test(address)
  );
}
