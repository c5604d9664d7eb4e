import type { TlsFiles } from './engine/address.ts';
import type { Target } from './engine/target.ts';

/** What the reaper is told, as one line of JSON on its standard input. */
export interface ReaperOrders {
  readonly target: Target;
  readonly tls: TlsFiles | undefined;
  /** A label and its value; everything with it is removed. */
  readonly label: string;
  /** Containers whose names begin so are left, and the networks they are in. */
  readonly keptPrefix: string;
  /** From the end of the runner on it looks for at least so long, because the engine may still be making something. */
  readonly lookMs: number;
}

/**
 * The whole program of the reaper. It waits until the pipe from the runner closes, which the system does however the runner
 * ends, and then removes what is left in the engine. A runner that has tidied up writes `done` first.
 *
 * It is handed to another Node as text, so it must not use anything from outside of itself.
 */
export async function reap(): Promise<void> {
  let told = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) told += piece;
  const [first = '', ...rest] = told.split('\n');
  if (first === '' || rest.includes('done')) return;
  const { target, tls, label, keptPrefix, lookMs }: ReaperOrders = JSON.parse(first);
  const http = process.getBuiltinModule(tls ? 'node:https' : 'node:http') as typeof import('node:http');
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path));
  const secrets = tls && {
    ca: read(tls.ca),
    cert: read(tls.cert),
    key: read(tls.key),
    rejectUnauthorized: tls.verify,
  };

  const ask = (method: string, path: string): Promise<unknown> =>
    new Promise((resolve) => {
      const request = http.request(
        { ...target, ...secrets, method, path: `/v1.40${path}`, timeout: 5_000 },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece) => {
            text += piece;
          });
          answer.on('end', () => {
            try {
              resolve(JSON.parse(text));
            } catch {
              resolve(undefined);
            }
          });
          answer.on('error', () => resolve(undefined));
        },
      );
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
      request.end();
    });
  const filter = encodeURIComponent(JSON.stringify({ label: [label] }));
  interface Found {
    readonly Id: string;
    readonly Name: string;
    readonly Names?: readonly string[];
    readonly NetworkSettings?: { readonly Networks?: object };
  }
  const list = async (path: string): Promise<readonly Found[]> => {
    const found = await ask('GET', path);
    if (Array.isArray(found)) return found;
    // The shape that both engines answer with; one that answers otherwise has nothing of ours.
    return (found as { Volumes?: readonly Found[] | null } | null | undefined)?.Volumes ?? [];
  };
  const isKept = ({ Names = [] }: Found) =>
    Names.some((name) => name.replace(/^\//, '').startsWith(keptPrefix));

  let quietSinceMs = Date.now();
  const giveUpMs = Date.now() + 60_000;
  while (Date.now() - quietSinceMs < lookMs && Date.now() < giveUpMs) {
    const containers = await list(`/containers/json?all=1&filters=${filter}`);
    const gone = containers.filter((each) => !isKept(each));
    const keptNetworks = new Set(
      containers.filter(isKept).flatMap((each) => Object.keys(each.NetworkSettings?.Networks ?? {})),
    );
    await Promise.all(gone.map((each) => ask('DELETE', `/containers/${each.Id}?force=1&v=1`)));
    const networks = (await list(`/networks?filters=${filter}`)).filter(
      (each) => !keptNetworks.has(each.Name),
    );
    await Promise.all(networks.map((each) => ask('DELETE', `/networks/${each.Id}`)));
    const volumes = await list(`/volumes?filters=${filter}`);
    await Promise.all(
      volumes.map((each) => ask('DELETE', `/volumes/${encodeURIComponent(each.Name)}?force=1`)),
    );
    if (gone.length + networks.length + volumes.length > 0) quietSinceMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
