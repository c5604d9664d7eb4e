import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { textAt } from './json.ts';

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
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly verify: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Why there is no address, and what would make one. */
export interface NoAddress {
  readonly fault: string;
  /** The sockets that were looked for. */
  readonly looked: readonly string[];
}

/**
 * The engine to use: what `DOCKER_HOST` or `CONTAINER_HOST` says, else Docker's current context, else the first socket
 * that is there: Docker's, rootless Docker's, Podman's, rootless Podman's.
 */
export function findEngine(env: Env, userId = process.getuid?.() ?? 0): EngineAddress | NoAddress {
  for (const name of ['DOCKER_HOST', 'CONTAINER_HOST']) {
    const url = env[name];
    if (url) return addressOf(url, name, env);
  }
  const context = contextOf(env);
  if (context) return context;
  const looked = socketsOf(env, userId);
  const found = looked.find(({ path }) => isSocket(path));
  if (found) return { url: `unix://${found.path}`, from: found.from };
  return {
    fault:
      'no container engine is found: neither DOCKER_HOST, a Docker context, nor a socket of Docker or Podman',
    looked: looked.map(({ path }) => path),
  };
}

function addressOf(url: string, from: string, env: Env): EngineAddress | NoAddress {
  if (!/^(unix|tcp|http|https):\/\//.test(url)) {
    const fault = `${from} says ${url}, but only unix:// and tcp:// are understood; for ssh:// forward the socket with \`ssh -L\``;
    return { fault, looked: [] };
  }
  const folder = env.DOCKER_CERT_PATH ?? configFolder(env);
  const secure = url.startsWith('https:') || (env.DOCKER_TLS_VERIFY ?? '') !== '';
  return { url, from, tls: secure ? tlsIn(folder, true) : undefined };
}

function tlsIn(folder: string, verify: boolean): TlsFiles {
  return { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), verify };
}

function configFolder(env: Env): string {
  return env.DOCKER_CONFIG ?? join(env.HOME ?? '/root', '.docker');
}

/**
 * The context that `docker context use` chose. Its metadata lie in a folder named by the SHA-256 of its name; reading all
 * of them is as good as hashing. Source: docker/cli, cli/context/store.
 */
function contextOf(env: Env): EngineAddress | undefined {
  const folder = configFolder(env);
  const name = env.DOCKER_CONTEXT ?? textAt(readJson(join(folder, 'config.json')), 'currentContext');
  if (name === undefined || name === '' || name === 'default') return undefined;
  const contexts = join(folder, 'contexts', 'meta');
  for (const each of foldersIn(contexts)) {
    const meta = readJson(join(contexts, each, 'meta.json'));
    if (textAt(meta, 'Name') !== name) continue;
    const url = textAt(meta, 'Endpoints', 'docker', 'Host');
    if (url === undefined) return undefined;
    const tls = join(folder, 'contexts', 'tls', each, 'docker');
    return {
      url,
      from: `the Docker context ${name}`,
      tls: isFile(join(tls, 'ca.pem')) ? tlsIn(tls, true) : undefined,
    };
  }
  return undefined;
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

function isSocket(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
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
