import { setTimeout as pause } from 'node:timers/promises';
import type { EngineClient, OpenStream } from './client.ts';
import { EngineFault, isRefused } from './fault.ts';
import { at, listAt, numberAt, textAt } from './json.ts';

/** What is known of an engine before anything is started. */
export interface EngineFacts {
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  readonly apiVersion: string;
  /** Of the machine it runs on, such as `linux/amd64`. */
  readonly platform: string;
  readonly rootless: boolean;
  readonly cgroupVersion: string;
  /** Which limits it enforces. */
  readonly limits: { readonly memory: boolean; readonly cpu: boolean; readonly pids: boolean };
  /** Of the machine it runs on. */
  readonly cpus: number;
  readonly memoryBytes: number;
}

export interface ImageFacts {
  /** Of its configuration; the same text names the same content. */
  readonly id: string;
  /** Such as `postgres@sha256:...`; undefined for an image that never was in a registry. */
  readonly digest: string | undefined;
  /** It checks its own health. */
  readonly hasHealthCheck: boolean;
  /** What it runs when nothing else is said; empty for an image without. */
  readonly command: readonly string[];
}

export interface ContainerState {
  readonly running: boolean;
  /** As the machine of the engine counts; 0 when it does not run. */
  readonly pid: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** Of the image's own check: `starting`, `healthy`, `unhealthy`; undefined without one. */
  readonly health: string | undefined;
  /** Its address in each network. */
  readonly addresses: readonly string[];
}

export interface ExecState {
  readonly running: boolean;
  readonly pid: number;
  readonly exitCode: number;
}

/** What an engine has that carries a label of ours. */
export interface Labelled {
  readonly id: string;
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** For containers, such as `running`; empty for the rest. */
  readonly state: string;
  readonly image: string;
}

const KILL_ATTEMPTS = 5;
const KILL_PAUSE_MS = 100;

/** The questions and orders that the backend has for an engine, in its own terms. All reject with an `EngineFault`. */
export class Engine {
  readonly client: EngineClient;

  constructor(client: EngineClient) {
    this.client = client;
  }

  async facts(): Promise<EngineFacts> {
    const what = 'say what it is';
    const [version, info] = await Promise.all([
      this.client.json({ method: 'GET', path: '/version', what }),
      this.client.json({ method: 'GET', path: '/info', what }),
    ]);
    const names = listAt(version, 'Components').map((each) => textAt(each, 'Name') ?? '');
    const security = listAt(info, 'SecurityOptions').join(' ');
    const kind = names.some((name) => name.startsWith('Podman')) ? 'podman' : 'docker';
    return {
      kind,
      version: textAt(version, 'Version') ?? 'unknown',
      apiVersion: textAt(version, 'ApiVersion') ?? 'unknown',
      platform: `${textAt(version, 'Os') ?? 'unknown'}/${textAt(version, 'Arch') ?? 'unknown'}`,
      rootless: security.includes('rootless') || at(info, 'Rootless') === true,
      cgroupVersion: textAt(info, 'CgroupVersion') ?? 'unknown',
      limits: {
        memory: at(info, 'MemoryLimit') === true,
        cpu: at(info, 'CpuCfsQuota') === true,
        pids: at(info, 'PidsLimit') === true,
      },
      cpus: numberAt(info, 'NCPU') ?? 0,
      memoryBytes: numberAt(info, 'MemTotal') ?? 0,
    };
  }

  /** Undefined when the engine has no such image. */
  async image(name: string): Promise<ImageFacts | undefined> {
    const path = `/images/${encodeURIComponent(name)}/json`;
    try {
      const found = await this.client.json({ method: 'GET', path, what: `look for the image ${name}` });
      return {
        id: textAt(found, 'Id') ?? '',
        digest: textAt(found, 'RepoDigests', 0),
        hasHealthCheck: !['', 'NONE'].includes(textAt(found, 'Config', 'Healthcheck', 'Test', 0) ?? ''),
        command: [...listAt(found, 'Config', 'Entrypoint'), ...listAt(found, 'Config', 'Cmd')].map(String),
      };
    } catch (error) {
      if (isRefused(error, 404)) return undefined;
      throw error;
    }
  }

  async create(name: string, body: unknown): Promise<string> {
    const what = `create the container ${name}`;
    const path = `/containers/create?name=${encodeURIComponent(name)}`;
    return textAt(await this.client.json({ method: 'POST', path, body, what }), 'Id') ?? '';
  }

  attach(id: string): Promise<OpenStream> {
    const path = `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
    return this.client.hijack({ method: 'POST', path, what: `attach to the container ${short(id)}` });
  }

  async start(id: string): Promise<void> {
    const what = `start the container ${short(id)}`;
    await this.client.text({ method: 'POST', path: `/containers/${id}/start`, what, accept: [304] });
  }

  async restart(id: string, graceSeconds: number): Promise<void> {
    const path = `/containers/${id}/restart?t=${graceSeconds}`;
    const timeoutMs = this.client.timeoutMs + graceSeconds * 1_000;
    await this.client.text({ method: 'POST', path, what: `restart the container ${short(id)}`, timeoutMs });
  }

  /**
   * Resolves to the exit code, however long that takes. Only for a container that was started: asked for before that, an
   * engine may miss the end of one that is short, and wait for ever.
   */
  async wait(id: string): Promise<number> {
    const path = `/containers/${id}/wait?condition=not-running`;
    const what = `wait for the container ${short(id)}`;
    const answer = await this.client.json({
      method: 'POST',
      path,
      what,
      timeoutMs: Number.POSITIVE_INFINITY,
    });
    return numberAt(answer, 'StatusCode') ?? -1;
  }

  /** Without effect on one that has ended. */
  async kill(id: string, signal: string): Promise<void> {
    const path = `/containers/${id}/kill?signal=${signal}`;
    const what = `send ${signal} to the container ${short(id)}`;
    for (let tried = 1; ; tried++) {
      try {
        await this.client.text({ method: 'POST', path, what, accept: [404] });
        return;
      } catch (error) {
        // How engines refuse one that has ended, and one that they are busy with.
        if (!isRefused(error, 409, 500)) throw error;
        if (!(await this.#runs(id))) return;
        if (tried === KILL_ATTEMPTS) throw error;
      }
      await pause(KILL_PAUSE_MS);
    }
  }

  async #runs(id: string): Promise<boolean> {
    try {
      return (await this.state(id)).running;
    } catch (error) {
      if (isRefused(error, 404)) return false;
      throw error;
    }
  }

  /** With its anonymous volumes; without effect on one that is gone. */
  async remove(id: string): Promise<void> {
    const path = `/containers/${id}?force=1&v=1`;
    const what = `remove the container ${short(id)}`;
    try {
      await this.client.text({ method: 'DELETE', path, what, accept: [404] });
    } catch (error) {
      // 409: somebody else removes it already.
      if (!isRefused(error, 409)) throw error;
    }
  }

  async rename(id: string, name: string): Promise<void> {
    const path = `/containers/${id}/rename?name=${encodeURIComponent(name)}`;
    await this.client.text({ method: 'POST', path, what: `rename the container ${short(id)}` });
  }

  async state(id: string): Promise<ContainerState> {
    const what = `say how the container ${short(id)} is`;
    const found = await this.client.json({ method: 'GET', path: `/containers/${id}/json`, what });
    const networks = at(found, 'NetworkSettings', 'Networks');
    return {
      running: at(found, 'State', 'Running') === true,
      pid: numberAt(found, 'State', 'Pid') ?? 0,
      exitCode: numberAt(found, 'State', 'ExitCode') ?? 0,
      outOfMemory: at(found, 'State', 'OOMKilled') === true,
      health: textAt(found, 'State', 'Health', 'Status'),
      addresses: Object.values(Object(networks))
        .map((each) => textAt(each, 'IPAddress') ?? '')
        .filter((address) => address !== ''),
    };
  }

  async createExec(id: string, body: unknown): Promise<string> {
    const what = `prepare a command in the container ${short(id)}`;
    return (
      textAt(await this.client.json({ method: 'POST', path: `/containers/${id}/exec`, body, what }), 'Id') ??
      ''
    );
  }

  startExec(id: string): Promise<OpenStream> {
    const body = { Detach: false, Tty: false };
    return this.client.hijack({ method: 'POST', path: `/exec/${id}/start`, body, what: 'start a command' });
  }

  async execState(id: string): Promise<ExecState> {
    const found = await this.client.json({
      method: 'GET',
      path: `/exec/${id}/json`,
      what: 'say how a command ended',
    });
    return {
      running: at(found, 'Running') === true,
      pid: numberAt(found, 'Pid') ?? 0,
      exitCode: numberAt(found, 'ExitCode') ?? 0,
    };
  }

  async createNetwork(name: string, body: object): Promise<string> {
    const what = `create the network ${name}`;
    const request = {
      method: 'POST' as const,
      path: '/networks/create',
      body: { Name: name, ...body },
      what,
    };
    return textAt(await this.client.json(request), 'Id') ?? '';
  }

  /** The address that the machine has in the network; undefined when it has none. */
  async gateway(id: string): Promise<string | undefined> {
    const what = `say what the network ${short(id)} is`;
    const found = await this.client.json({ method: 'GET', path: `/networks/${id}`, what });
    return textAt(found, 'IPAM', 'Config', 0, 'Gateway')?.split('/')[0];
  }

  /** The container is found there by that name from now on. */
  async connect(network: string, container: string, alias: string): Promise<void> {
    const body = { Container: container, EndpointConfig: { Aliases: [alias] } };
    const what = `connect the container ${short(container)} to the network ${short(network)}`;
    await this.client.text({ method: 'POST', path: `/networks/${network}/connect`, body, what });
  }

  async disconnect(network: string, container: string): Promise<void> {
    const body = { Container: container, Force: true };
    const what = `take the container ${short(container)} out of the network ${short(network)}`;
    await this.client.text({ method: 'POST', path: `/networks/${network}/disconnect`, body, what });
  }

  /** Without effect on one that is gone. */
  async removeNetwork(id: string): Promise<void> {
    const what = `remove the network ${short(id)}`;
    await this.client.text({ method: 'DELETE', path: `/networks/${id}`, what, accept: [404] });
  }

  async removeVolume(name: string): Promise<void> {
    const path = `/volumes/${encodeURIComponent(name)}?force=1`;
    await this.client.text({ method: 'DELETE', path, what: `remove the volume ${name}`, accept: [404] });
  }

  /** Those with this label, also when they have ended. */
  async containers(label: string): Promise<Labelled[]> {
    const path = `/containers/json?all=1&filters=${labelFilter(label)}`;
    const found = await this.client.json({ method: 'GET', path, what: 'list its containers' });
    return listAt(found).map((each) => ({
      id: textAt(each, 'Id') ?? '',
      name: (textAt(each, 'Names', 0) ?? '').replace(/^\//, ''),
      labels: labelsOf(each),
      state: textAt(each, 'State') ?? '',
      image: textAt(each, 'Image') ?? '',
    }));
  }

  async networks(label: string): Promise<Labelled[]> {
    const path = `/networks?filters=${labelFilter(label)}`;
    const found = await this.client.json({ method: 'GET', path, what: 'list its networks' });
    return listAt(found).map((each) => named(each, textAt(each, 'Id') ?? ''));
  }

  async volumes(label: string): Promise<Labelled[]> {
    const path = `/volumes?filters=${labelFilter(label)}`;
    const found = await this.client.json({ method: 'GET', path, what: 'list its volumes' });
    return listAt(found, 'Volumes').map((each) => named(each, textAt(each, 'Name') ?? ''));
  }

  /** What it wrote last, frames and all. */
  async logs(id: string, lines: number | 'all', onPiece: (piece: Buffer) => void): Promise<void> {
    const path = `/containers/${id}/logs?stdout=1&stderr=1&tail=${lines}`;
    await this.client.pieces(
      { method: 'GET', path, what: `show the output of the container ${short(id)}` },
      onPiece,
    );
  }

  /** Rejects when the registry has no such image, or nothing comes of it for `idleMs`. */
  async pull(
    name: string,
    options: {
      readonly idleMs: number;
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: (line: PullProgress) => void;
    },
  ): Promise<void> {
    const what = `pull the image ${name}`;
    let fault: string | undefined;
    const lines = new JsonLines((line) => {
      fault ??= textAt(line, 'error') ?? textAt(line, 'errorDetail', 'message');
      options.onProgress?.({
        layer: textAt(line, 'id'),
        status: textAt(line, 'status') ?? '',
        bytes: numberAt(line, 'progressDetail', 'current'),
        total: numberAt(line, 'progressDetail', 'total'),
      });
    });
    const path = `/images/create?fromImage=${encodeURIComponent(tagged(name))}`;
    const { idleMs, signal } = options;
    await this.client.pieces({ method: 'POST', path, what, idleMs, signal }, (piece) => lines.push(piece));
    if (fault !== undefined) {
      throw new EngineFault(this.client.address.url, { kind: 'refused', status: 200, message: fault, what });
    }
  }
}

export interface PullProgress {
  readonly layer: string | undefined;
  readonly status: string;
  readonly bytes: number | undefined;
  readonly total: number | undefined;
}

/** A name without a tag means every tag there is when it is pulled, so it is given the one that is used. */
export function tagged(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return name.includes('@') || last.includes(':') ? name : `${name}:latest`;
}

const MAX_LINE = 1024 * 1024;

/** One JSON value per line, as progress is told; a line that is none, or longer than a megabyte, is passed over. */
class JsonLines {
  readonly #onValue: (value: unknown) => void;
  #rest = '';

  constructor(onValue: (value: unknown) => void) {
    this.#onValue = onValue;
  }

  push(piece: Buffer): void {
    const lines = (this.#rest + piece.toString('utf8')).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest = rest.length > MAX_LINE ? '' : rest;
    for (const line of lines) {
      try {
        this.#onValue(JSON.parse(line));
      } catch {
        // Not for us.
      }
    }
  }
}

function named(found: unknown, id: string): Labelled {
  return { id, name: textAt(found, 'Name') ?? id, labels: labelsOf(found), state: '', image: '' };
}

function labelsOf(found: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(Object(at(found, 'Labels'))).map(([key, value]) => [key, String(value)]));
}

function labelFilter(label: string): string {
  return encodeURIComponent(JSON.stringify({ label: [label] }));
}

/** As engines show them. */
function short(id: string): string {
  return id.slice(0, 12);
}
