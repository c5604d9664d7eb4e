import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { at, textAt } from './json.ts';

/** Where an engine is asked. */
export interface EngineAddress {
  /** As in `DOCKER_HOST`: `unix:///run/docker.sock` or `tcp://host:2376`. */
  readonly url: string;
  /** Who said so, such as `DOCKER_HOST`; for people. */
  readonly from: string;
  /** For TCP with TLS; undefined for none. */
  readonly tls?: TlsFiles | undefined;
}

/** Paths of PEM files, as Docker lays them out in one folder. */
export interface TlsFiles {
  /** Who is believed to know engines; undefined for those that Node believes. */
  readonly ca: string | undefined;
  /** Prove who asks; undefined for an engine that does not want to know. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Whether the engine has to prove itself. */
  readonly verify: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Why there is no address, and what would make one. */
export interface NoAddress {
  readonly fault: string;
  readonly hint: string;
}

/**
 * The engine to use: what `DOCKER_HOST` or `CONTAINER_HOST` says, else Docker's current context, else the first socket
 * that is there: Docker's, rootless Docker's, Podman's, rootless Podman's.
 */
export function findEngine(env: Env, userId = process.getuid?.() ?? 0): EngineAddress | NoAddress {
  for (const name of ['DOCKER_HOST', 'CONTAINER_HOST']) {
    const url = env[name];
    if (url) return addressOf(url, name, tlsOf(env, url));
  }
  const context = contextOf(env);
  if (context) return context;
  const looked = socketsOf(env, userId);
  const found = looked.find(({ path }) => isSocket(path));
  if (found) return { url: `unix://${found.path}`, from: found.from };
  const paths = looked.map(({ path }) => path).join(', ');
  return {
    fault: `no container engine is found: neither DOCKER_HOST, a Docker context, nor a socket of Docker or Podman; looked for ${paths}`,
    hint: 'start Docker or Podman (`podman system service`), or name its socket in DOCKER_HOST',
  };
}

function addressOf(url: string, from: string, tls: TlsFiles | undefined): EngineAddress | NoAddress {
  if (URL.canParse(url) && /^(unix|tcp|http|https):\/\//.test(url)) return { url, from, tls };
  const fault = `${from} says ${url}; only unix:// and tcp:// are understood`;
  return { fault, hint: 'name a socket or host in DOCKER_HOST; for ssh:// forward the socket with `ssh -L`' };
}

/** As Docker's own client takes it from the environment. A socket of this machine needs none, whatever is set for others. */
function tlsOf(env: Env, url: string): TlsFiles | undefined {
  const isVerified = Boolean(env.DOCKER_TLS_VERIFY);
  const isWanted = Boolean(env.DOCKER_TLS);
  if (url.startsWith('unix:') || !(url.startsWith('https:') || isVerified || isWanted)) return undefined;
  const folder = env.DOCKER_CERT_PATH || configFolder(env);
  const files = tlsIn(folder, isVerified || !isWanted);
  return isVerified ? { ...files, ca: join(folder, 'ca.pem') } : files;
}

/** Those of the files that are there. */
function tlsIn(folder: string, verify: boolean): TlsFiles {
  const file = (name: string) => {
    const path = join(folder, name);
    return isFile(path) ? path : undefined;
  };
  return { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem'), verify };
}

function configFolder(env: Env): string {
  return env.DOCKER_CONFIG ?? join(env.HOME ?? '/root', '.docker');
}

/**
 * The context that `docker context use` chose. Its metadata lie in a folder named by the SHA-256 of its name; reading all
 * of them is as good as hashing. Source: docker/cli, cli/context/store.
 */
function contextOf(env: Env): EngineAddress | NoAddress | undefined {
  const folder = configFolder(env);
  const config = join(folder, 'config.json');
  const name = env.DOCKER_CONTEXT || textAt(readJson(config), 'currentContext');
  if (name === undefined || name === '' || name === 'default') return undefined;
  const contexts = join(folder, 'contexts', 'meta');
  for (const each of foldersIn(contexts)) {
    const meta = readJson(join(contexts, each, 'meta.json'));
    if (textAt(meta, 'Name') !== name) continue;
    const url = textAt(meta, 'Endpoints', 'docker', 'Host') ?? '';
    const skips = at(meta, 'Endpoints', 'docker', 'SkipTLSVerify') === true;
    const files = tlsIn(join(folder, 'contexts', 'tls', each, 'docker'), !skips);
    const isSecure = skips || url.startsWith('https:') || files.ca !== undefined || files.cert !== undefined;
    return addressOf(url, `the Docker context ${name}`, isSecure ? files : undefined);
  }
  // Another engine than the one that was chosen is not the next best.
  const chosen = env.DOCKER_CONTEXT ? 'DOCKER_CONTEXT' : config;
  return {
    fault: `there is no Docker context ${name}, which ${chosen} names`,
    hint: '`docker context ls` shows those there are; DOCKER_HOST names an engine without one',
  };
}

function socketsOf(env: Env, userId: number): { readonly path: string; readonly from: string }[] {
  const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${userId}`;
  return [
    { path: '/var/run/docker.sock', from: "Docker's own socket" },
    { path: join(runtime, 'docker.sock'), from: "rootless Docker's socket" },
    { path: join(env.HOME ?? '/root', '.docker/run/docker.sock'), from: "Docker Desktop's socket" },
    { path: '/run/podman/podman.sock', from: "Podman's socket" },
    { path: join(runtime, 'podman/podman.sock'), from: "rootless Podman's socket" },
  ];
}

/** False also for one that we may not look at, such as the system's Podman is for users: we may not ask it either. */
function isSocket(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
  } catch {
    return false;
  }
}

/** True also for one that we may not look at: whoever reads it is told why that cannot be. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return true;
  }
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Undefined for a file that is not there or not JSON: then the context says nothing. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
